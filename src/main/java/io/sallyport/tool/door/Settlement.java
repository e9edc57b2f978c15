package io.sallyport.tool.door;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param result what is told, JSON
 * @param code   of the error, where it is one
 * @param writes of a transactional tool, for the same commit
 */
public record Settlement(
        CallState state, Bytes result, @Nullable String code, List<KeyValueWrite> writes) {

    public Settlement {
        writes = List.copyOf(writes);
    }

    static Settlement failed(CallState state, ToolError error) {
        return new Settlement(state, Json.bytes(error.json()), error.code(), List.of());
    }
}

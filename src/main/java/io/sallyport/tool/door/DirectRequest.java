package io.sallyport.tool.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for.
 *
 * @param tool        the name it wrote
 * @param key         its {@code Idempotency-Key}
 * @param traceparent W3C trace context to continue, or null
 */
public record DirectRequest(
        String tool,
        JsonNode arguments,
        Optional<String> key,
        @Nullable String traceparent) {}

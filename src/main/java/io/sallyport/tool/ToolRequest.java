package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.identity.UserToken;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One attempt at one call.
 *
 * @param arguments valid against the tool's input schema
 * @param key       the idempotency key, the same for all attempts
 * @param identity  the agent that calls, where the tool wants to know
 * @param user      the person in whose name it is called, where the tool wants to know and there is one
 * @param maySend   asked directly before the first byte is written: whether the caller still owns the call. No: nothing is sent, and the
 *                  outcome is {@link ToolOutcome.NotSent}
 */
public record ToolRequest(
        ToolSpec tool,
        ToolCallId id,
        JsonNode arguments,
        String key,
        Optional<AgentSpec> identity,
        Optional<UserToken> user,
        BooleanSupplier maySend) {
    /** A call in nobody's name but the agent's. */
    public ToolRequest(
            ToolSpec tool,
            ToolCallId id,
            JsonNode arguments,
            String key,
            Optional<AgentSpec> identity,
            BooleanSupplier maySend) {
        this(tool, id, arguments, key, identity, Optional.empty(), maySend);
    }
}

package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolSpec;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One attempt at one call.
 *
 * @param arguments valid against the tool's input schema
 * @param key       the idempotency key, the same for all attempts
 * @param identity  the agent that calls, where the tool wants to know
 * @param maySend   asked directly before the first byte is written: whether the caller still owns the call. No: nothing is sent, and the
 *                  outcome is {@link ToolOutcome.NotSent}
 */
public record ToolRequest(
        ToolSpec tool,
        ToolCallId id,
        JsonNode arguments,
        String key,
        Optional<AgentSpec> identity,
        BooleanSupplier maySend) {}

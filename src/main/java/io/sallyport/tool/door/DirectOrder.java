package io.sallyport.tool.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.UserToken;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that may be made.
 *
 * @param arguments valid against the tool's schema
 * @param key       what decides which of two equal calls acts, 64 hexadecimal digits; null: nothing does
 * @param agent     the agent of the catalogue that the caller is, if it is one
 * @param user      in whose name, where the tool wants to know
 * @param traceparent W3C trace context to continue, or null
 * @param open      whether nothing of it was stopped in the meantime; asked directly before anything is sent, from any thread
 */
record DirectOrder(
        ToolSpec tool,
        ObjectNode arguments,
        @Nullable String key,
        AgentIdentity identity,
        Optional<AgentSpec> agent,
        Optional<UserToken> user,
        @Nullable String traceparent,
        BooleanSupplier open) {

    /** Whose data the call sees, where the tool keeps data. */
    String space() {
        return agent.map(known -> "agent:" + known.name()).orElse("client:" + identity.client());
    }
}

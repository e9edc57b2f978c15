package io.sallyport.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.chat.Message;
import io.sallyport.checkpoint.NewRun.Busy;
import io.sallyport.core.Sha256;
import io.sallyport.identity.Caller;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of an agent.
 *
 * @param agent       by its name in the catalogue snapshot that the caller sees
 * @param input       what they say, labelled {@code user} where it is theirs
 * @param metadata    their own, opaque; what the prompt's variables are filled from
 * @param thread      the conversation to go on with; empty: a new one
 * @param key         the {@code Idempotency-Key}, unquoted
 * @param route       what the key is good for, such as {@code POST /v1/agents/order-desk/runs}
 * @param bodyHash    SHA-256 of the canonical body
 * @param traceparent W3C trace context to continue, or null
 */
public record StartOrder(
        Caller caller,
        String agent,
        List<Message> input,
        ObjectNode metadata,
        Optional<String> thread,
        Busy busy,
        Optional<String> key,
        String route,
        Sha256 bodyHash,
        String requestId,
        @Nullable String traceparent) {
    public StartOrder {
        input = List.copyOf(input);
    }
}

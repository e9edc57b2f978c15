package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.KeyValueWrite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known after an attempt. */
public sealed interface ToolOutcome {

    /**
     * It was done.
     *
     * @param result whole, JSON; what is no JSON is a JSON string
     * @param writes what belongs into the commit that records this result, for a transactional tool
     * @param warning what is odd about it, for the operator: it was done, but the result breaks the manifest's output schema. The result
     *                stands as it is, since an order number in the wrong shape is still the order's number
     */
    record Succeeded(JsonNode result, List<KeyValueWrite> writes, Optional<String> warning) implements ToolOutcome {
        public Succeeded {
            writes = List.copyOf(writes);
        }

        public Succeeded(JsonNode result, List<KeyValueWrite> writes) {
            this(result, writes, Optional.empty());
        }
    }

    /** It failed, and nothing was done: a refusal, or nothing was ever sent. */
    record NotApplied(ToolError error) implements ToolOutcome {}

    /** It failed, and something was done. */
    record Applied(ToolError error) implements ToolOutcome {}

    /** Not now; nothing was done. The same call, with the same key, {@code after} this while. */
    record Later(Duration after, ToolError error) implements ToolOutcome {}

    /** Sent, and no answer that says what happened: a timeout, a reset, a 5xx. */
    record Unknown(ToolError error) implements ToolOutcome {}

    /** The caller had lost the call before anything was sent. */
    record NotSent() implements ToolOutcome {}

    /** A person has to give the answer: the tool is a question. */
    record NeedsInput(String question, Optional<JsonNode> schema) implements ToolOutcome {}
}

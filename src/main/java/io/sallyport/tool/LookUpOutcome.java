package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;

/** What a queryable tool says about a key. */
public sealed interface LookUpOutcome {
    /** It was done, with this result. */
    record Applied(JsonNode result) implements LookUpOutcome {}

    record NotApplied() implements LookUpOutcome {}

    /** It did not say. Ask again later. */
    record CannotTell(ToolError error) implements LookUpOutcome {}
}

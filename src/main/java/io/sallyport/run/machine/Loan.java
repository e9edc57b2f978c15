package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;

/**
 * What a run may use at most of what is its parent's. The parent holds it reserved until the child ends, and gets back what was not used.
 *
 * @param tokens     in and out; {@link #UNBOUNDED} where the parent has no such limit
 * @param costNano   in billionths of the currency's unit; {@link #UNBOUNDED} where the parent has no such limit
 * @param steps      model calls that lead on
 * @param toolCalls  calls of tools
 * @param wallMillis time spent running
 * @param depth      how many levels of children may still be below it
 */
public record Loan(long tokens, long costNano, int steps, int toolCalls, long wallMillis, int depth) {
    public static final long UNBOUNDED = -1;

    ObjectNode json() {
        ObjectNode json = Json.object();
        if (tokens != UNBOUNDED) {
            json.put("tokens", tokens);
        }
        if (costNano != UNBOUNDED) {
            json.put("costNano", costNano);
        }
        return json.put("steps", steps)
                .put("toolCalls", toolCalls)
                .put("wallMillis", wallMillis)
                .put("depth", depth);
    }

    static Loan read(JsonNode json) {
        return new Loan(
                json.path("tokens").asLong(UNBOUNDED),
                json.path("costNano").asLong(UNBOUNDED),
                json.path("steps").asInt(),
                json.path("toolCalls").asInt(),
                json.path("wallMillis").asLong(),
                json.path("depth").asInt());
    }

    /** All of it, as if it had been used; what has no bound counts as nothing. */
    ChildUse used(String run, String status) {
        return new ChildUse(run, status, Math.max(0, tokens), Math.max(0, costNano), steps, toolCalls, true);
    }
}

package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;

/**
 * What a child has truly used by its end, its own children included.
 *
 * @param run       the child
 * @param status    how it ended, as {@link io.sallyport.checkpoint.RunStatus} says it
 * @param tokens    in and out, and those that nobody has counted at their upper bound
 * @param costNano  in billionths of the currency's unit
 * @param untrusted whether it has read words that nobody vouches for, so that its answer is none to be trusted either
 */
public record ChildUse(
        String run, String status, long tokens, long costNano, int steps, int toolCalls, boolean untrusted) {

    ObjectNode json() {
        return Json.object()
                .put("run", run)
                .put("status", status)
                .put("tokens", tokens)
                .put("costNano", costNano)
                .put("steps", steps)
                .put("toolCalls", toolCalls)
                .put("untrusted", untrusted);
    }

    static ChildUse read(JsonNode json) {
        return new ChildUse(
                json.path("run").asText(),
                json.path("status").asText(),
                json.path("tokens").asLong(),
                json.path("costNano").asLong(),
                json.path("steps").asInt(),
                json.path("toolCalls").asInt(),
                json.path("untrusted").asBoolean(true));
    }
}

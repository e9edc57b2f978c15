package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;

/**
 * Where a child comes from.
 *
 * @param run       the parent
 * @param call      the parent's call that its end is the answer to
 * @param loan      what it may use
 * @param untrusted whether the parent had read words that nobody vouches for when it began the child
 */
public record Parentage(String run, String call, Loan loan, boolean untrusted) {

    ObjectNode json() {
        ObjectNode json = Json.object().put("run", run).put("call", call).put("untrusted", untrusted);
        json.set("loan", loan.json());
        return json;
    }

    static Parentage read(JsonNode json) {
        return new Parentage(
                json.path("run").asText(),
                json.path("call").asText(),
                Loan.read(json.path("loan")),
                json.path("untrusted").asBoolean(true));
    }
}

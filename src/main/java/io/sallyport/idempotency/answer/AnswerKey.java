package io.sallyport.idempotency.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a request with a key is known by.
 *
 * @param id          of whose key it is and what it says; a digest, because names come from tokens and no store has to cope with them
 * @param route       the route's alias, for whoever looks at the table
 * @param fingerprint of what was asked
 */
public record AnswerKey(Sha256 id, String route, Sha256 fingerprint) {

    /**
     * The key {@code key} of one principal on one route.
     *
     * @param scope whose it is: tenant, client, subject or null, route
     */
    public static AnswerKey of(String route, String key, Sha256 fingerprint, @Nullable String... scope) {
        ArrayNode parts = Json.array();
        Arrays.stream(scope).forEach(parts::add);
        return new AnswerKey(Json.bytes(parts.add(route).add(key)).sha256(), route, fingerprint);
    }

    /**
     * The digest of what is asked of {@code endpoint}: the same for the same JSON value, however it is written. A body that our reader takes
     * for no single JSON value, such as one that has a nested key twice, is the same as its own bytes only.
     */
    public static Sha256 fingerprint(String endpoint, Bytes body) {
        Bytes canonical = Json.parse(body.array()).map(Json::canonical).orElse(body);
        return Json.bytes(Json.array().add(endpoint).add(canonical.sha256().hex()))
                .sha256();
    }
}

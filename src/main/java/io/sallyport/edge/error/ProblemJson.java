package io.sallyport.edge.error;

import io.sallyport.core.Problem;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** RFC 9457 problem details; {@code code}, {@code fix}, {@code param}, {@code requestId} and the facts are extension members. */
final class ProblemJson {
    private ProblemJson() {}

    static JsonObject of(Problem problem, String requestId) {
        JsonObject body = new JsonObject()
                .put("type", "urn:sallyport:problem:" + problem.code().code())
                .put("title", title(problem))
                .put("status", HttpStatus.of(problem.code()))
                .put("detail", problem.detail())
                .put("code", problem.code().code());
        putIfThere(body, "fix", problem.fix());
        putIfThere(body, "param", problem.param());
        problem.facts().forEach((name, fact) -> {
            if (!body.containsKey(name)) {
                body.put(name, fact);
            }
        });
        return body.put("requestId", requestId);
    }

    private static String title(Problem problem) {
        String words = problem.code().code().replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static void putIfThere(JsonObject body, String key, @Nullable String value) {
        if (value != null) {
            body.put(key, value);
        }
    }
}

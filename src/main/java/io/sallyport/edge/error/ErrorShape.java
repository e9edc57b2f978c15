package io.sallyport.edge.error;

import io.sallyport.core.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The dialect in which an endpoint's errors are told, decided by the path alone: a refusal at the door has no endpoint yet. */
public enum ErrorShape {
    OPENAI("application/json") {
        @Override
        JsonObject body(Problem problem, String requestId) {
            return OpenAiError.of(problem);
        }
    },
    PROBLEM_JSON("application/problem+json") {
        @Override
        JsonObject body(Problem problem, String requestId) {
            return ProblemJson.of(problem, requestId);
        }
    };

    private static final List<String> OPENAI_PATHS =
            List.of("/v1/chat/completions", "/v1/models", "/v1/embeddings", "/v1/responses");

    private final String contentType;

    ErrorShape(String contentType) {
        this.contentType = contentType;
    }

    /** The shape that clients of {@code path} understand. */
    public static ErrorShape of(String path) {
        return OPENAI_PATHS.stream().anyMatch(root -> isUnder(path, root)) ? OPENAI : PROBLEM_JSON;
    }

    private static boolean isUnder(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    String contentType() {
        return contentType;
    }

    abstract JsonObject body(Problem problem, String requestId);
}

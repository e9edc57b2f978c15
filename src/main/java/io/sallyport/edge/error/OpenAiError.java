package io.sallyport.edge.error;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.vertx.core.json.JsonObject;

/** The OpenAI error object: {@code {"error": {"message", "type", "param", "code", …facts}}}; its SDKs read all four. */
public final class OpenAiError {
    private OpenAiError() {}

    /** The whole body of an error answer, and the {@code data} of an error event inside a stream. */
    public static JsonObject of(Problem problem) {
        JsonObject error = new JsonObject()
                .put("message", problem.message())
                .put("type", type(problem.code()))
                .put("param", problem.param())
                .put("code", problem.code().code());
        problem.facts().forEach(error::put);
        return new JsonObject().put("error", error);
    }

    /** OpenAI's word for this sort of trouble. */
    static String type(ProblemCode code) {
        return switch (code.kind()) {
            case REQUEST, TOO_LARGE, MEDIA_TYPE, METHOD, CONFLICT, UNPROCESSABLE -> "invalid_request_error";
            case UNAUTHENTICATED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case RATE_LIMITED -> "rate_limit_error";
            case BAD_GATEWAY, UNAVAILABLE, INTERNAL -> "api_error";
            case GATEWAY_TIMEOUT -> "timeout_error";
        };
    }
}

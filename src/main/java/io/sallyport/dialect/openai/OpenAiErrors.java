package io.sallyport.dialect.openai;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The one place that knows the shape of OpenAI's errors. A problem's facts become further fields of the error object. */
public final class OpenAiErrors {
    private static final Set<String> TAKEN = Set.of("message", "type", "param", "code");

    private OpenAiErrors() {}

    /** {@code {"error":{"message":…,"type":…,"param":…,"code":…, facts…}}}. */
    public static byte[] body(Problem problem, String type) {
        JsonWriter out = new JsonWriter().raw("{\"error\":{\"message\":").string(problem.message());
        out.furtherMember("type", type)
                .furtherMember("param", problem.param())
                .furtherMember("code", problem.code().code());
        for (Map.Entry<String, Object> fact : new TreeMap<>(problem.facts()).entrySet()) {
            if (!TAKEN.contains(fact.getKey())) {
                out.furtherMember(fact.getKey(), fact.getValue());
            }
        }
        return out.raw("}}").toBytes();
    }

    /** The same as one event of a stream: {@code data: {"error":…}} and a blank line. */
    public static byte[] event(Problem problem, String type) {
        String data = new String(body(problem, type), StandardCharsets.UTF_8);
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The {@code type} word that OpenAI's own clients know for this sort of trouble. */
    public static String type(ProblemCode.Kind kind) {
        return switch (kind) {
            case REQUEST, TOO_LARGE, MEDIA_TYPE, METHOD, NOT_FOUND, CONFLICT, UNPROCESSABLE -> "invalid_request_error";
            case UNAUTHENTICATED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case RATE_LIMITED -> "rate_limit_error";
            case GATEWAY_TIMEOUT -> "timeout_error";
            case BAD_GATEWAY, UNAVAILABLE, INTERNAL -> "server_error";
        };
    }
}

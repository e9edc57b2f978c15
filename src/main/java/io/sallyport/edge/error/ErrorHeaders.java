package io.sallyport.edge.error;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemCode.Kind;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.TreeMap;

/** The headers that belong to a problem, whoever writes it. */
public final class ErrorHeaders {
    /** A budget that is whole again later than this is nothing that an SDK should wait for. */
    private static final int WORTH_WAITING_SECONDS = 60;

    private ErrorHeaders() {}

    /** Names and values; at most one value each. */
    public static Map<String, String> of(Problem problem) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Cache-Control", "no-store");
        if (problem.facts().get(Problem.RETRY_AFTER_SECONDS) instanceof Number seconds) {
            headers.put("Retry-After", Long.toString((long) Math.ceil(seconds.doubleValue())));
            if (problem.code() == ProblemCode.BUDGET_EXHAUSTED && seconds.doubleValue() > WORTH_WAITING_SECONDS) {
                headers.put("x-should-retry", "false");
            }
        } else if (sdksRetry(HttpStatus.of(problem.code())) && !problem.code().retryable()) {
            headers.put("x-should-retry", "false");
        }
        headers.putAll(RateLimitHeaders.of(problem));
        challenge(problem, headers);
        return headers;
    }

    static void set(Problem problem, MultiMap headers) {
        of(problem).forEach(headers::set);
    }

    // The official SDKs retry these by themselves, up to twice, unless they are told that it cannot help.
    private static boolean sdksRetry(int status) {
        return status == 408 || status == 409 || status == 429 || status >= 500;
    }

    // RFC 6750 section 3: no error code when no credentials were sent at all.
    private static void challenge(Problem problem, Map<String, String> headers) {
        switch (problem.code()) {
            case MISSING_CREDENTIALS -> headers.put("WWW-Authenticate", "Bearer realm=\"sallyport\"");
            case PERMISSION_DENIED ->
                headers.put("WWW-Authenticate", "Bearer realm=\"sallyport\", error=\"insufficient_scope\"");
            default -> {
                if (problem.code().kind() == Kind.UNAUTHENTICATED) {
                    headers.put("WWW-Authenticate", "Bearer realm=\"sallyport\", error=\"invalid_token\"");
                }
            }
        }
    }
}

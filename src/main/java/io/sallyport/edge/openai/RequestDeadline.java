package io.sallyport.edge.openai;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.resilience.Deadline;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** How long a request may take: the route's total, or what the caller says in {@code X-Request-Timeout} (decimal seconds) if less. */
public final class RequestDeadline {
    static final String HEADER = "X-Request-Timeout";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private RequestDeadline() {}

    /**
     * From now on, the shorter of {@code total} and what the request asks for.
     *
     * @throws io.sallyport.core.ProblemException where the header is no time
     */
    public static Deadline of(HttpServerRequest request, Duration total) {
        String asked = request.getHeader(HEADER);
        if (asked == null) {
            return Deadline.after(total);
        }
        Duration own = parse(asked.trim());
        return Deadline.after(own.compareTo(total) < 0 ? own : total);
    }

    private static Duration parse(String text) {
        if (SECONDS.matcher(text).matches()) {
            Duration asked =
                    Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact());
            if (asked.isPositive()) {
                return asked;
            }
        }
        throw Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        HEADER + " is not a positive number of seconds.",
                        "Send decimal seconds, such as 2.5, or leave the header out.")
                .at(HEADER)
                .exception();
    }
}

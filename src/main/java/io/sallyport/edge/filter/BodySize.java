package io.sallyport.edge.filter;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.edge.error.ProblemWriter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses what announces more than the server reads, before anything of it is read. The framework's own limit, which comes later, says
 * so without a word; bodies that announce nothing are counted where they are read.
 */
final class BodySize implements Handler<RoutingContext> {
    private final long mostBytes;

    BodySize(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void handle(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || announced(length) <= mostBytes) {
            context.next();
            return;
        }
        // The rest is not wanted: the answer ends this connection.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        ProblemWriter.write(
                context,
                Problem.of(
                                ProblemCode.BODY_TOO_LARGE,
                                "The request body is larger than " + mostBytes + " bytes.",
                                "Send less, or raise sallyport.limits.body.")
                        .with("limit_bytes", mostBytes));
    }

    private static long announced(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException tooManyDigits) {
            return Long.MAX_VALUE; // the HTTP codec lets only digits through
        }
    }
}

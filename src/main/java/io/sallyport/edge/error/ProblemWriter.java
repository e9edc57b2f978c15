package io.sallyport.edge.error;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemException;
import io.sallyport.run.RunProblems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Ends a request of a raw route with a problem, in the dialect of its endpoint. */
public final class ProblemWriter {
    private static final Logger LOG = Logger.getLogger(ProblemWriter.class);

    private ProblemWriter() {}

    /**
     * Writes {@code problem} as the whole answer and lets what is left of the request body drain. Where an answer has already begun
     * the connection is closed instead: half an answer must never look like a whole one.
     */
    public static void write(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        BodyDrain.of(context.request());
        ErrorShape shape = ErrorShape.of(context.normalizedPath());
        ErrorHeaders.set(problem, response.headers());
        response.putHeader("Content-Type", shape.contentType()).setStatusCode(HttpStatus.of(problem.code()));
        end(context, shape.body(problem, Problems.requestId(context)).toBuffer());
    }

    /** Writes what {@code failure} says to a caller: a problem as it is, anything else as {@code internal}, logged with its trace. */
    public static void write(RoutingContext context, Throwable failure) {
        if (failure instanceof ProblemException known) {
            write(context, known.problem());
            return;
        }
        if (failure instanceof StoreUnavailable lost) {
            LOG.warnf(lost, "request %s: %s", Problems.requestId(context), lost.getMessage());
            write(context, RunProblems.storeUnavailable());
            return;
        }
        LOG.errorf(failure, "request %s failed", Problems.requestId(context));
        write(context, Problems.internal(Problems.requestId(context)));
    }

    private static void end(RoutingContext context, Buffer body) {
        // A HEAD answer has the headers of a GET answer and no body (RFC 9110 section 9.3.2).
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().putHeader("Content-Length", Integer.toString(body.length()));
            var _ = context.end();
            return;
        }
        var _ = context.end(body);
    }
}

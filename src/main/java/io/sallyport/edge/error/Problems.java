package io.sallyport.edge.error;

import com.fasterxml.jackson.core.JsonLocation;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The problems that the edge itself finds, whatever the endpoint. */
public final class Problems {
    private Problems() {}

    /** Something failed that nobody foresaw; the log has the rest under {@code requestId}. */
    public static Problem internal(String requestId) {
        return Problem.of(
                ProblemCode.INTERNAL,
                "The gateway failed unexpectedly while handling this request.",
                "Report it with the request id " + requestId + ".");
    }

    public static Problem notFound(String path) {
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "Nothing is served at " + path + ".",
                "Check the path against the documentation.");
    }

    public static Problem methodNotAllowed(String method, String path) {
        return Problem.of(
                ProblemCode.METHOD_NOT_ALLOWED,
                method + " is not served at " + path + ".",
                "Use one of the methods in the Allow header.");
    }

    public static Problem unsupportedMediaType() {
        return Problem.of(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                "The body's content type is not one that this endpoint reads.",
                "Send the header Content-Type: application/json.");
    }

    /** The body cannot be parsed; {@code where} may be unknown. */
    public static Problem invalidJson(@Nullable JsonLocation where) {
        String place = where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
        return Problem.of(
                ProblemCode.INVALID_JSON, "The body is not valid JSON" + place + ".", "Send one JSON object.");
    }

    /** The id that the first handler of every request has already put into the answer's headers. */
    static String requestId(RoutingContext context) {
        return Objects.requireNonNullElse(context.response().headers().get("X-Request-Id"), "unknown");
    }
}

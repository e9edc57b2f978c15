package io.sallyport.edge.error;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;

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
}

package io.sallyport.edge.error;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * What a status means that the framework sets without saying more; {@code internal} where it blames nobody but us.
 *
 * @param allow for the header {@code Allow}
 */
record BareStatus(Problem problem, Optional<String> allow) {
    static BareStatus of(int status, RoutingContext context, ServedMethods served) {
        String path = context.normalizedPath();
        return switch (status) {
            case 400 ->
                plain(Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The request is malformed.",
                        "Check it against the documentation."));
            case 404 -> notFound(path, context, served.at(path));
            case 405 -> new BareStatus(notAllowed(context), RestMethods.at(path));
            case 406 ->
                plain(Problem.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "What the header Accept asks for is not what this endpoint answers with.",
                        "Accept application/json, or leave the header out."));
            case 415 -> plain(Problems.unsupportedMediaType());
            case 413 -> plain(Problem.of(ProblemCode.BODY_TOO_LARGE, "The request body is too large.", "Send less."));
            default -> plain(Problems.internal(Problems.requestId(context)));
        };
    }

    private static BareStatus notFound(String path, RoutingContext context, String methods) {
        return methods.isEmpty()
                ? plain(Problems.notFound(path))
                : new BareStatus(notAllowed(context), Optional.of(methods));
    }

    private static Problem notAllowed(RoutingContext context) {
        return Problems.methodNotAllowed(context.request().method().name(), context.normalizedPath());
    }

    private static BareStatus plain(Problem problem) {
        return new BareStatus(problem, Optional.empty());
    }
}

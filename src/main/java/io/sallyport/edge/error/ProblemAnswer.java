package io.sallyport.edge.error;

import io.sallyport.core.Problem;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/** A problem as the answer of a REST resource, for those that have headers of their own to add. */
public final class ProblemAnswer {
    private ProblemAnswer() {}

    /** In the shape of the endpoint, with the headers that belong to the problem. */
    public static Response.ResponseBuilder of(Problem problem, RoutingContext context) {
        ErrorShape shape = ErrorShape.of(context.normalizedPath());
        Response.ResponseBuilder answer = Response.status(HttpStatus.of(problem.code()))
                .type(shape.contentType())
                .entity(shape.body(problem, Problems.requestId(context)).encode());
        ErrorHeaders.of(problem).forEach(answer::header);
        return answer;
    }
}

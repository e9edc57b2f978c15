package io.sallyport.edge.openai;

import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.edge.error.Problems;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Registered behind an endpoint's own method, answers all others with 405.
 *
 * @param allowed what the {@code Allow} header says (RFC 9110 section 15.5.6)
 */
record OtherMethods(String allowed) implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext http) {
        http.response().putHeader(HttpHeaders.ALLOW, allowed);
        ProblemWriter.write(
                http, Problems.methodNotAllowed(http.request().method().name(), http.normalizedPath()));
    }
}

package io.sallyport.edge.filter;

import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.identity.Caller;
import io.sallyport.telemetry.MetricsText;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * {@code /q/metrics} for whoever may not administer: the same page without the samples that name something of the catalogue. An
 * administrator passes through to the framework's page with everything.
 */
@Singleton
final class MetricsPage implements Handler<RoutingContext> {
    static final String PATH = "/q/metrics";

    private final MetricsText metrics;

    MetricsPage(MetricsText metrics) {
        this.metrics = metrics;
    }

    /** Whether the page is read without any credential; a wrong one is refused here as everywhere. */
    static boolean isAskedByNobody(RoutingContext context) {
        return context.normalizedPath().equals(PATH)
                && context.request().method().equals(HttpMethod.GET)
                && !context.request().headers().contains("Authorization");
    }

    @Override
    public void handle(RoutingContext context) {
        if (!context.normalizedPath().equals(PATH) || mayAdminister(Door.callerOrNull(context))) {
            context.next();
            return;
        }
        context.vertx()
                .executeBlocking(() -> PublicMetrics.of(metrics.scrape()), false)
                .onSuccess(text -> answer(context, text))
                .onFailure(failure -> ProblemWriter.write(context, failure));
    }

    private static boolean mayAdminister(@Nullable Caller caller) {
        return caller != null && caller.may().allows("admin");
    }

    private static void answer(RoutingContext context, String text) {
        var _ = context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(text);
    }
}

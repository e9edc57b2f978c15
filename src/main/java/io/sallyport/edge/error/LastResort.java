package io.sallyport.edge.error;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Answers what no route answers, and what routes fail to answer, in the shape of all other errors. */
@Singleton
class LastResort {
    private static final int BEHIND_EVERYTHING = 100_000;
    /** Failure handlers are asked in the order of their routes; the framework's own, which shows traces in dev mode, comes last. */
    private static final int BEFORE_EVERYTHING = -30_000;

    void register(@Observes Router router) {
        var _ = router.route().order(BEHIND_EVERYTHING).handler(context -> notServed(context, router));
        var _ = router.route().order(BEFORE_EVERYTHING).failureHandler(LastResort::failed);
    }

    private static void notServed(RoutingContext context, Router router) {
        String path = context.normalizedPath();
        String allowed = methodsAt(path, router).stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        if (allowed.isEmpty()) {
            ProblemWriter.write(context, Problems.notFound(path));
            return;
        }
        context.response().putHeader("Allow", allowed);
        ProblemWriter.write(
                context, Problems.methodNotAllowed(context.request().method().name(), path));
    }

    private static Set<HttpMethod> methodsAt(String path, Router router) {
        return router.getRoutes().stream()
                .filter(route -> path.equals(route.getPath()) && route.isExactPath())
                .map(Route::methods)
                .filter(Objects::nonNull)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure != null) {
            ProblemWriter.write(context, failure);
            return;
        }
        ProblemWriter.write(
                context,
                Problems.ofStatus(
                        context.statusCode(),
                        context.request().method().name(),
                        context.normalizedPath(),
                        Problems.requestId(context)));
    }
}

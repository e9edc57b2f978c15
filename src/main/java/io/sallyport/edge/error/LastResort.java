package io.sallyport.edge.error;

import io.sallyport.core.ProblemException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers what no route answers, and what routes fail to answer, in the shape of all other errors. */
@Singleton
class LastResort {
    private static final int BEHIND_EVERYTHING = 100_000;
    /** Failure handlers are asked in the order of their routes; the framework's own, which shows traces in dev mode, comes last. */
    private static final int BEFORE_EVERYTHING = -30_000;

    private final ServedMethods served;

    LastResort(ServedMethods served) {
        this.served = served;
    }

    void register(@Observes Router router) {
        var _ = router.route().order(BEHIND_EVERYTHING).handler(this::notServed);
        var _ = router.route().order(BEFORE_EVERYTHING).failureHandler(this::failed);
    }

    private void notServed(RoutingContext context) {
        answer(context, 404);
    }

    // A status without a failure, and what the server found wrong with a request before any route saw it, say enough by
    // themselves.
    private void failed(RoutingContext context) {
        Throwable failure = context.failure();
        int status = context.statusCode();
        if (failure == null || (status < 500 && !(failure instanceof ProblemException))) {
            answer(context, status);
        } else {
            ProblemWriter.write(context, failure);
        }
    }

    private void answer(RoutingContext context, int status) {
        BareStatus bare = BareStatus.of(status, context, served);
        bare.allow().ifPresent(methods -> context.response().putHeader("Allow", methods));
        ProblemWriter.write(context, bare.problem());
    }
}

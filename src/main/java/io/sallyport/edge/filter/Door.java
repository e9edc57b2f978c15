package io.sallyport.edge.filter;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemException;
import io.sallyport.edge.error.ProblemWriter;
import io.sallyport.identity.Authenticator;
import io.sallyport.identity.Caller;
import io.sallyport.identity.IdentityProblems;
import io.sallyport.stop.Stop;
import io.sallyport.stop.StopProblems;
import io.sallyport.stop.Stops;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one check that every request passes. A warm credential is decided on the spot; a cold one is verified while the request's
 * body waits unread, and the request goes on where it was: on its own event loop.
 */
public final class Door implements Handler<RoutingContext> {
    /** Directly behind the framework's CORS filter (300), which answers preflights: browsers send those without credentials. */
    static final int PRIORITY = 299;

    /**
     * The order of raw routes. They come straight behind the door: the framework's own handlers of security and REST, which look at every
     * request, have nothing to say to them.
     */
    public static final int NEXT = -(PRIORITY - 1);

    private static final String CALLER = "sallyport.caller";

    private final Authenticator authenticator;
    private final Stops stops;
    private final OpenPaths open;

    Door(Authenticator authenticator, Stops stops, OpenPaths open) {
        this.authenticator = authenticator;
        this.stops = stops;
        this.open = open;
    }

    /** Who calls. Behind the door there always is a caller; asking on an open path is a mistake of ours. */
    public static Caller callerOf(RoutingContext context) {
        Caller caller = context.get(CALLER);
        if (caller == null) {
            throw new IllegalStateException("nobody was let in at " + context.normalizedPath());
        }
        return caller;
    }

    /** Who calls, or null on an open path. */
    static @Nullable Caller callerOrNull(RoutingContext context) {
        return context.get(CALLER);
    }

    @Override
    public void handle(RoutingContext context) {
        Problem ambiguity = PathRules.ambiguity(context.normalizedPath());
        if (ambiguity != null) {
            ProblemWriter.write(context, ambiguity);
        } else if (open.contain(context) || MetricsPage.isAskedByNobody(context)) {
            context.next();
        } else {
            check(context);
        }
    }

    private void check(RoutingContext context) {
        try {
            String credential = Bearer.of(context);
            Caller known = authenticator.known(credential);
            if (known == null) {
                verify(context, credential);
            } else {
                admit(context, known, credential);
            }
        } catch (ProblemException refused) {
            ProblemWriter.write(context, refused.problem());
        }
    }

    private void verify(RoutingContext context, String credential) {
        Context here = context.vertx().getOrCreateContext();
        var _ = authenticator
                .verify(credential)
                .subscribe()
                .with(
                        caller -> here.runOnContext(_ -> admit(context, caller, credential)),
                        failure -> here.runOnContext(_ -> ProblemWriter.write(context, failure)));
    }

    private void admit(RoutingContext context, Caller caller, String credential) {
        Optional<Stop> stop = stops.overPrincipal(caller.identity().client());
        if (stop.isPresent()) {
            ProblemWriter.write(context, StopProblems.principal(stop.get()));
            return;
        }
        String needed = PathRules.permissionFor(context.normalizedPath());
        if (needed != null && !caller.may().allows(needed)) {
            ProblemWriter.write(context, IdentityProblems.denied(caller.identity(), needed));
            return;
        }
        context.put(CALLER, caller.bearing(credential));
        context.next();
    }
}

package io.sallyport.routing;

import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer of a call, on the call's own context. It goes to the event loop itself: each request sets two at least, and a timer of
 * Vert.x is entered in a map of the whole process and a list of its context on top.
 */
final class CallTimer {
    private final ContextInternal context;
    private @Nullable ScheduledFuture<?> pending;

    CallTimer(ContextInternal context) {
        this.context = context;
    }

    /** Runs {@code then} once, after {@code millis}; what was set before is forgotten. */
    void set(long millis, Runnable then) {
        cancel();
        pending = context.nettyEventLoop()
                .schedule(() -> context.dispatch(then), Math.max(1, millis), TimeUnit.MILLISECONDS);
    }

    void cancel() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}

package io.sallyport.run.driver;

import io.vertx.core.impl.ContextInternal;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What takes long because much was said is done by a worker, one thing after the other: megabytes on an event loop hold up everybody on it.
 * What follows is on the run's own context again, as if nothing had happened; others may have had their turn in between.
 */
final class Beside {
    private final ContextInternal home;
    private final Consumer<Throwable> broken;

    /** @param broken told at home of whatever goes wrong in the work or in what follows it */
    Beside(ContextInternal home, Consumer<Throwable> broken) {
        this.home = home;
        this.broken = broken;
    }

    /** Does {@code work}, beside the event loop where it is {@code large}, and hands over what came of it. */
    <T> void compute(boolean large, Supplier<T> work, Consumer<T> then) {
        if (!large) {
            then.accept(work.get());
            return;
        }
        var _ = home.<T>executeBlocking(work::get, true).onComplete(done -> {
            if (done.failed()) {
                broken.accept(done.cause());
            } else {
                follow(done.result(), then);
            }
        });
    }

    private <T> void follow(T result, Consumer<T> then) {
        try {
            then.accept(result);
        } catch (Throwable e) {
            broken.accept(e);
        }
    }
}

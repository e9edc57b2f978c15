package io.sallyport.run.driver;

import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** What is to happen later in one ownership; nothing of it outlives that. Used on the run's context alone. */
final class Timers {
    private final Vertx vertx;
    private final Consumer<Runnable> home;
    private final Set<Long> running = new HashSet<>();

    /** @param home brings what a timer begins to the run's context */
    Timers(Vertx vertx, Consumer<Runnable> home) {
        this.vertx = vertx;
        this.home = home;
    }

    void later(long millis, Runnable then) {
        running.add(vertx.setTimer(Math.max(1, millis), timer -> home.accept(() -> fired(timer, then))));
    }

    private void fired(long timer, Runnable then) {
        if (running.remove(timer)) {
            then.run();
        }
    }

    void cancelAll() {
        running.forEach(vertx::cancelTimer);
        running.clear();
    }

    /** What is still to happen. */
    int size() {
        return running.size();
    }
}

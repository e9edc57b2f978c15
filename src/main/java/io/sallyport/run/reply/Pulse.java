package io.sallyport.run.reply;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.core.IdSource;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Writes down that this process lives. A process that starts again is another one, whatever its replica is called. */
@Singleton
public class Pulse {
    static final Duration EVERY = Duration.ofSeconds(2);
    static final Duration LEASE = Duration.ofSeconds(6);

    private final Replies replies;
    private final Vertx vertx;
    private final String process;
    private long timer;

    @Inject
    Pulse(Replies replies, Vertx vertx) {
        this(replies, vertx, IdSource.random(InstantSource.system()));
    }

    Pulse(Replies replies, Vertx vertx, IdSource ids) {
        this.replies = replies;
        this.vertx = vertx;
        this.process = ids.next("proc");
    }

    /** This process, as holder of answers. */
    String process() {
        return process;
    }

    void begin(@Observes StartupEvent started) {
        beat();
        var _ = replies.sweep().subscribe().with(done -> {}, unreachable -> {});
        timer = vertx.setPeriodic(EVERY.toMillis(), due -> beat());
    }

    void end(@Observes ShutdownEvent stopped) {
        var _ = vertx.cancelTimer(timer);
    }

    private void beat() {
        // One that does not get through is followed by the next.
        var _ = replies.pulse(process, LEASE).subscribe().with(done -> {}, unreachable -> {});
    }
}

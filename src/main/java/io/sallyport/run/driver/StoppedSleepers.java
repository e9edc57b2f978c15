package io.sallyport.run.driver;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.Signal;
import io.sallyport.run.Sleepers;
import io.sallyport.run.Sleepers.Sort;
import io.sallyport.run.StoppedRuns;
import io.sallyport.run.Wakes;
import io.sallyport.stop.Stop;
import io.sallyport.stop.StopBoard;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.Stops;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Ends runs that wait while what they stand and fall with is stopped: nobody works on them who could meet the stop. They are told to cancel,
 * as anybody could tell them, wake up for it and are ended by whoever claims them. Every replica looks; telling a run twice does no harm.
 */
@Singleton
class StoppedSleepers {
    private static final Logger LOG = Logger.getLogger(StoppedSleepers.class);
    private static final long EVERY_MILLIS = 5_000;
    private static final int AT_ONCE = 200;

    /** Connections are there for others as well. */
    private static final int TOLD_AT_ONCE = 4;

    private final Stops stops;
    private final Sleepers sleepers;
    private final Revisions revisions;
    private final Checkpoints checkpoints;
    private final Wakes wakes;
    private final Vertx vertx;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile long timer = -1;

    StoppedSleepers(
            Stops stops, Sleepers sleepers, Revisions revisions, Checkpoints checkpoints, Wakes wakes, Vertx vertx) {
        this.stops = stops;
        this.sleepers = sleepers;
        this.revisions = revisions;
        this.checkpoints = checkpoints;
        this.wakes = wakes;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        stops.onChange(board -> look());
        timer = vertx.setPeriodic(EVERY_MILLIS, tick -> look());
    }

    void end(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Looks at all that wait, where anything is stopped that a run can stand and fall with; once more where something changes meanwhile. */
    void look() {
        if (!isAnyRunConcerned()) {
            return;
        }
        again.set(true);
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        again.set(false);
        var _ = sleepers.sorts()
                .chain(sorts -> each(sorts, 1, this::consider))
                .onTermination()
                .invoke(this::looked)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("waiting runs were not looked at: %s", failure.getMessage()));
    }

    private void looked() {
        looking.set(false);
        if (again.get()) {
            look();
        }
    }

    private boolean isAnyRunConcerned() {
        StopBoard board = stops.board();
        return board.has(StopKind.AGENT) || board.has(StopKind.PRINCIPAL) || board.has(StopKind.PROMPT);
    }

    /** A revision that cannot be read is left to whoever claims its runs. */
    private Uni<Void> consider(Sort sort) {
        return revisions
                .of(sort.revision())
                .map(revision -> stops.over(StoppedRuns.actor(revision, sort.client())))
                .chain(stop -> stop.isPresent()
                        ? tell(sort, stop.get())
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithNull();
    }

    /** Who was told does not wait any more: the next look finds others. */
    private Uni<Void> tell(Sort sort, Stop stop) {
        return sleepers.runs(sort, AT_ONCE)
                .chain(runs -> each(runs, TOLD_AT_ONCE, run -> tell(run, stop))
                        .chain(() -> runs.size() < AT_ONCE ? Uni.createFrom().voidItem() : tell(sort, stop)));
    }

    private Uni<Void> tell(String run, Stop stop) {
        return checkpoints
                .signal(new NewSignal(run, Signal.Kind.CANCEL, StoppedRuns.wish(stop), stop.by()))
                .invoke(raised -> wakes.wake(run))
                .replaceWithVoid();
    }

    private static <T> Uni<Void> each(List<T> all, int atOnce, Function<T, Uni<Void>> what) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUni(what::apply)
                .merge(atOnce)
                .collect()
                .last()
                .replaceWithVoid();
    }
}

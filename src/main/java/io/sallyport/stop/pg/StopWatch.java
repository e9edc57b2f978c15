package io.sallyport.stop.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.core.Permitted;
import io.sallyport.stop.Stop;
import io.sallyport.stop.StopBell;
import io.sallyport.stop.StopBoard;
import io.sallyport.stop.Stops;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Keeps what this replica knows of the stops up to date: all that stand are read twice a second, and at once where the bell rings. There
 * are few of them, and reading all leaves nothing to miss. While the store is lost, what was known holds.
 */
@Singleton
class StopWatch {
    private static final Logger LOG = Logger.getLogger(StopWatch.class);
    private static final long EVERY_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Before anything is claimed or served. */
    private static final int FIRST = 1;

    private static final Duration LONGEST_START = Duration.ofSeconds(5);
    private static final String STANDING =
            "SELECT kind, name, reason, stopped_by, stopped_at FROM stop WHERE lifted_at IS NULL ORDER BY id LIMIT 2000";

    private final Vertx vertx;
    private final Pool pool;
    private final Stops stops;
    private final StopBell bell;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private final AtomicLong turns = new AtomicLong();
    private long heardTurn;
    private volatile boolean deaf;
    private volatile long timer = -1;

    StopWatch(Vertx vertx, Pool pool, Stops stops, StopBell bell) {
        this.vertx = vertx;
        this.pool = pool;
        this.stops = stops;
        this.bell = bell;
    }

    @Permitted(
            because = "it is the thread that starts the process, and nothing is served before what is stopped is known")
    void start(@Observes @Priority(FIRST) StartupEvent event) {
        try {
            read().await().atMost(LONGEST_START);
        } catch (TimeoutException late) {
            LOG.warn("what is stopped could not be read at start: this replica is not ready until it is");
        }
        begin();
    }

    /** Looks from now on. */
    void begin() {
        bell.onRing(this::look);
        timer = vertx.setPeriodic(EVERY_MILLIS, tick -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Something was written by this replica: it is known here before the answer is, and elsewhere as soon as the bell is heard. */
    Uni<Void> told() {
        bell.ring();
        return read();
    }

    private void look() {
        again.set(true);
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        again.set(false);
        var _ = read().onTermination()
                .invoke(() -> asking.set(false))
                .subscribe()
                .with(read -> lookAgain());
    }

    /** Who rang while the question was on its way may have written something that the answer does not have. */
    private void lookAgain() {
        if (again.get()) {
            look();
        }
    }

    /** Never fails: what cannot be read is read next time. */
    private Uni<Void> read() {
        return Uni.createFrom()
                .deferred(() -> {
                    long turn = turns.incrementAndGet();
                    return pool.query(STANDING)
                            .execute()
                            .ifNoItem()
                            .after(PATIENCE)
                            .fail()
                            .invoke(rows -> heard(turn, rows));
                })
                .onFailure()
                .invoke(this::heardNothing)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Two questions may be on their way; what was asked for earlier may be older, and does not count once the later one is answered. */
    private synchronized void heard(long turn, RowSet<Row> rows) {
        if (turn < heardTurn) {
            return;
        }
        heardTurn = turn;
        List<Stop> standing = new ArrayList<>();
        for (Row row : rows) {
            StopRows.stop(row).ifPresent(standing::add);
        }
        stops.heard(new StopBoard(standing));
        if (deaf) {
            deaf = false;
            LOG.info("stops are heard of again");
        }
    }

    private void heardNothing(Throwable failure) {
        if (!deaf) {
            deaf = true;
            LOG.warnf("stops are not heard of: %s; what was stopped stays so, and nothing is added or lifted", failure);
        }
    }
}

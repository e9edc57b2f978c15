package io.sallyport.crash;

import static org.awaitility.Awaitility.await;

import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Waits for a square of the matrix to occur, and lets happen there what is to happen. */
final class Injector {
    private static final Duration UP_WITHIN = Duration.ofSeconds(120);
    private static final Duration REACHED_WITHIN = Duration.ofSeconds(15);
    private static final Duration ON_ITS_WAY = Duration.ofMillis(200);
    private static final String NO_RUN = "-";

    /** As many as one commit makes that wakes a family's parent. */
    private static final String LAST_EVENTS =
            "select type from run_event where run = ? order by seq desc limit " + (1 + EffectClass.CHILDREN);

    private final Cluster cluster;
    private final Database database;
    private final Duration lease;
    private final Queue<Throwable> failedStarts = new ConcurrentLinkedQueue<>();

    /** @param lease how long a run stays its dead owner's */
    Injector(Cluster cluster, Database database, Duration lease) {
        this.cluster = cluster;
        this.database = database;
        this.lease = lease;
    }

    /** What was interrupted; empty where no run came to this instant in time. */
    Optional<List<Interruption>> inject(Cell cell) {
        awaitReplicas(cell.fault());
        return cluster.traps()
                .await(cell.side(), cell.place().point(), (replica, run) -> fits(cell, replica, run), REACHED_WITHIN)
                .map(caught -> happen(cell, caught));
    }

    /** Waits until every replica serves. */
    void awaitAll() {
        await().alias("all replicas are up")
                .atMost(UP_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        !failedStarts.isEmpty() || cluster.replicas().stream().allMatch(Replica::isUp));
        if (!failedStarts.isEmpty()) {
            throw new AssertionError("a replica did not start again", failedStarts.peek());
        }
    }

    private void awaitReplicas(Fault fault) {
        if (fault == Fault.KILL || fault == Fault.FREEZE) {
            awaitAll();
        }
    }

    /** A run of the class, wherever it is known already which one it is; else an owner of runs, because nothing else is interrupted. */
    private boolean fits(Cell cell, int replica, String run) {
        if (!cluster.replicas().get(replica).isUp()) {
            return false;
        }
        if (run.equals(NO_RUN)) {
            return !owned(cluster.replicas().get(replica)).isEmpty();
        }
        if (cell.place().point() == CrashPoint.C0_ACCEPT && cell.side() == Side.BEFORE) {
            return true;
        }
        return database.query("select agent from run where id = ?", row -> row.getString(1), run)
                        .contains(agent(cell))
                && (cell.place().point() != CrashPoint.C4_DECISION
                        || awakes(cell, run) == (cell.place() == Place.RESUME));
    }

    private static String agent(Cell cell) {
        return cell.place().ofAChild() ? CrashCatalogue.CHILD : cell.effect().agent();
    }

    /** Whether the commit is the one that wakes the run: the journal ends in a wait, or has just got beyond one. */
    private boolean awakes(Cell cell, String run) {
        List<String> last = database.query(LAST_EVENTS, row -> row.getString(1), run);
        return cell.side() == Side.BEFORE
                ? last.stream().limit(1).anyMatch("run.waiting"::equals)
                : last.contains("run.resumed");
    }

    private List<Interruption> happen(Cell cell, Traps.Caught caught) {
        if (cell.fault() == Fault.TOOL_KILL) {
            return killTool(cell.effect(), caught);
        }
        Replica replica = cluster.replicas().get(caught.replica());
        Set<String> interrupted = new LinkedHashSet<>(cell.fault().everywhere() ? owned() : owned(replica));
        if (cell.fault() == Fault.TOOL_RESET) {
            interrupted.clear(); // whose connection it is, the witness knows
        } else if (!caught.run().equals(NO_RUN)) {
            interrupted.add(caught.run());
        }
        Instant at = perform(cell, replica, caught);
        return interrupted.stream()
                .map(run -> new Interruption(cell.fault(), run, at))
                .toList();
    }

    /** When it had happened. */
    private Instant perform(Cell cell, Replica replica, Traps.Caught caught) {
        return switch (cell.fault()) {
            case KILL -> kill(replica, caught);
            case FREEZE -> freeze(replica, caught);
            case POSTGRES_CUT -> now(replica.postgres()::cut, caught);
            case POSTGRES_ANSWER_LOST -> loseAnswers(replica.postgres(), caught);
            case POSTGRES_RESTART -> restartPostgres(caught);
            case REDIS_FLUSH -> now(cluster.stores()::flushRedis, caught);
            case REDIS_RESTART -> restartRedis(caught);
            case BLACK_HOLE -> blackHole(replica.postgres(), caught);
            case TOOL_RESET -> now(() -> resetTool(cell.effect()), caught);
            case TOOL_KILL -> throw new IllegalArgumentException("nothing of a replica");
        };
    }

    private void resetTool(EffectClass effect) {
        if (effect.sort() == Sort.MCP) {
            cluster.mcp().resetAfterEffect(effect.path());
        } else {
            cluster.witness().resetAfterEffect(effect.path(), 1);
        }
    }

    /** The run that is held calls next, or another of its class: one is interrupted, and no replica. */
    private List<Interruption> killTool(EffectClass effect, Traps.Caught caught) {
        cluster.mcp().holdAfterEffect(effect.path());
        caught.go();
        Instant at = Instant.now();
        return cluster.mcp().kill() ? List.of(new Interruption(Fault.TOOL_KILL, caught.run(), at)) : List.of();
    }

    private static Instant now(Runnable fault, Traps.Caught caught) {
        Instant at = Instant.now();
        fault.run();
        caught.go();
        return at;
    }

    private Instant kill(Replica replica, Traps.Caught caught) {
        replica.kill();
        Instant at = Instant.now();
        caught.go();
        Thread.ofVirtual().start(() -> startAgain(replica));
        return at;
    }

    private Instant freeze(Replica replica, Traps.Caught caught) {
        replica.freeze();
        Instant at = Instant.now();
        pause(lease.multipliedBy(2));
        replica.thaw();
        caught.go();
        return at;
    }

    private static Instant loseAnswers(FaultProxy postgres, Traps.Caught caught) {
        Instant at = Instant.now();
        postgres.loseAnswers(true);
        caught.go();
        pause(ON_ITS_WAY);
        postgres.loseAnswers(false);
        return at;
    }

    private Instant restartPostgres(Traps.Caught caught) {
        caught.go();
        cluster.stores().crashPostgres();
        Instant at = Instant.now();
        cluster.stores().startPostgres();
        return at;
    }

    private Instant restartRedis(Traps.Caught caught) {
        Instant at = Instant.now();
        cluster.stores().killRedis();
        caught.go();
        pause(ON_ITS_WAY);
        cluster.stores().startRedis();
        return at;
    }

    private Instant blackHole(FaultProxy postgres, Traps.Caught caught) {
        Instant at = Instant.now();
        postgres.blackHole(true);
        caught.go();
        pause(lease.multipliedBy(2));
        postgres.blackHole(false);
        return at;
    }

    private void startAgain(Replica replica) {
        try {
            replica.startAgain();
        } catch (RuntimeException | AssertionError e) {
            failedStarts.add(e);
        }
    }

    private List<String> owned(Replica replica) {
        return database.query(
                "select id from run where status = 'RUNNING' and lease_owner = ?",
                row -> row.getString(1),
                replica.name());
    }

    private List<String> owned() {
        return database.query("select id from run where status = 'RUNNING'", row -> row.getString(1));
    }

    static void pause(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}

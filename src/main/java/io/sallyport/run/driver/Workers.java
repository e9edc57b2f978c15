package io.sallyport.run.driver;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.config.RunSettings;
import io.sallyport.run.WakeCalls;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * This replica's part of the work: claims runs while it has room, and keeps their leases. All replicas are equal; which one performs a run is
 * decided by who claims it.
 */
@Singleton
public class Workers {
    private static final Logger LOG = Logger.getLogger(Workers.class);

    /** Runs that may have killed their owners are taken only by a replica that has nothing to lose. */
    private static final int IDLE = 0;

    /** Looks for such a run within the time that it may wait. */
    private static final int LOOKS_BEFORE_ROOM = 4;

    /** Between two rounds for what ended runs have left for others. */
    private static final long ROUND_MILLIS = 1000;

    private final Services services;
    private final RunSettings settings;
    private final StoreHealth health = new StoreHealth();
    private final LeaseKeeper leases;
    private final Map<String, RunTask> tasks = new ConcurrentHashMap<>();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile boolean leaving;
    private long pollTimer = -1;
    private long postTimer = -1;
    private long renewTimer = -1;
    private long roomTimer = -1;
    /** Nothing new is taken until there is nothing left here: somebody has to perform what must be performed alone. */
    private volatile boolean makingRoom;

    Workers(Services services) {
        this.services = services;
        this.settings = services.settings();
        this.leases = new LeaseKeeper(services.checkpoints(), settings, services.clock(), health);
    }

    void start(@Observes StartupEvent event, WakeCalls wakes) {
        if (settings.workers() == 0) {
            return;
        }
        Vertx vertx = services.vertx();
        pollTimer = vertx.setPeriodic(settings.poll().toMillis(), tick -> look());
        Postman postman = new Postman(services.checkpoints(), services.wakes());
        postTimer = vertx.setPeriodic(ROUND_MILLIS, tick -> postman.round());
        renewTimer = vertx.setPeriodic(settings.renewEvery().toMillis(), tick -> leases.renew(tasks.values()));
        roomTimer = vertx.setPeriodic(
                Math.max(1, settings.makeRoomAfter().toMillis() / LOOKS_BEFORE_ROOM), tick -> lookForSuspects());
        wakes.onWake(this::woken);
        wakes.onNudge(this::nudged);
        services.perform().rules().onChange(() -> tasks.values().forEach(RunTask::lookAgain));
    }

    /** Runs that this replica performs now. */
    public int active() {
        return tasks.size();
    }

    /** Takes nothing new, and gives back each run as soon as it is between effects. */
    void leave() {
        leaving = true;
        tasks.values().forEach(RunTask::handOver);
        lastOneOut();
    }

    /** Open once every run has been given back, after {@link #leave}. */
    CountDownLatch gone() {
        return gone;
    }

    private void lastOneOut() {
        if (leaving && tasks.isEmpty() && !claiming.get()) {
            gone.countDown();
        }
    }

    @PreDestroy
    void stop() {
        services.vertx().cancelTimer(pollTimer);
        services.vertx().cancelTimer(postTimer);
        services.vertx().cancelTimer(renewTimer);
        services.vertx().cancelTimer(roomTimer);
    }

    private void woken(String run) {
        if (tasks.containsKey(run)) {
            nudged(run);
        } else {
            look();
        }
    }

    private void nudged(String run) {
        RunTask mine = tasks.get(run);
        if (mine != null) {
            mine.nudged();
        }
    }

    private void look() {
        int free = settings.workers() - tasks.size();
        if (leaving || free <= 0 || isAloneWithOne() || (makingRoom && !tasks.isEmpty())) {
            return;
        }
        again.set(true);
        if (claiming.compareAndSet(false, true)) {
            claim(free);
        }
    }

    /** What may have killed its owners is performed here: nobody else is put at risk beside it. */
    private boolean isAloneWithOne() {
        return tasks.values().stream().anyMatch(task -> task.run().expiries() >= ClaimOrder.ALONE_FROM);
    }

    /** A replica without work finds it by itself; where each has some, one is told to do without. */
    private void lookForSuspects() {
        if (leaving || tasks.isEmpty() || isAloneWithOne()) {
            makingRoom = false;
            return;
        }
        var _ = services.checkpoints()
                .keepRoom(services.replica().name(), settings.makeRoomAfter())
                .subscribe()
                .with(this::makeRoom, failure -> makeRoom(false));
    }

    private void makeRoom(boolean now) {
        boolean before = makingRoom;
        makingRoom = now;
        if (before && !now) {
            look();
        }
    }

    private void claim(int free) {
        again.set(false);
        LeaseClock.Moment sent = LeaseClock.now(services.clock());
        ClaimOrder order = new ClaimOrder(
                services.replica().name(), free, settings.lease(), health.steady(), tasks.size() == IDLE);
        var _ = services.checkpoints()
                .claim(order)
                .subscribe()
                .with(claimed -> claimed(claimed, sent, free), this::unclaimed);
    }

    private void claimed(List<Claimed> claimed, LeaseClock.Moment sent, int asked) {
        health.reached();
        if (!claimed.isEmpty()) {
            makingRoom = false;
        }
        claimed.forEach(run -> begin(run, sent));
        claiming.set(false);
        lastOneOut();
        if (claimed.size() == asked || again.get()) {
            look();
        }
    }

    private void unclaimed(Throwable failure) {
        health.failed();
        claiming.set(false);
        lastOneOut();
        LOG.debugf("no runs could be claimed: %s", failure.getMessage());
    }

    private void begin(Claimed claimed, LeaseClock.Moment sent) {
        RunTask task = new RunTask(
                services,
                claimed,
                new LeaseClock(services.clock(), sent),
                ((VertxInternal) services.vertx()).createEventLoopContext(),
                this::left);
        RunTask earlier = tasks.put(claimed.run().id(), task);
        if (earlier != null) {
            earlier.home(earlier::replaced);
        }
        task.begin();
        if (leaving) {
            task.handOver();
        }
    }

    private void left(RunTask task) {
        tasks.remove(task.run().id(), task);
        lastOneOut();
        look();
    }
}

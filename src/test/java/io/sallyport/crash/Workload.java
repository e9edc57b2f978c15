package io.sallyport.crash;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients who start one run after the other, each following its run to the end and then reading it once more from another replica. They
 * can be told to come to rest.
 */
final class Workload implements AutoCloseable {
    private static final Duration RUN_LIMIT = Duration.ofSeconds(90);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final Duration REST_LIMIT = Duration.ofSeconds(240);
    private static final Duration IDLE = Duration.ofMillis(50);

    private final RunClient client;
    private final String name;
    private final Random chance;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final List<EffectClass> all;
    private volatile EffectClass wanted;
    private volatile boolean resting;
    private volatile boolean over;

    /**
     * @param name begins the number of each run, so that no two workloads share one
     * @param all  the classes of its runs
     */
    Workload(RunClient client, String name, Random chance, int many, Collection<EffectClass> all) {
        this.client = client;
        this.name = name;
        this.chance = chance;
        this.all = List.copyOf(all);
        this.wanted = this.all.getFirst();
        for (int i = 0; i < many; i++) {
            clients.execute(this::work);
        }
    }

    /** Half of the runs from now on are of this class. */
    void prefer(EffectClass effect) {
        wanted = effect;
    }

    /** No new runs; waits for those under way, and hands over all since the last rest. */
    List<Job> rest() {
        resting = true;
        await().alias("every client has seen the end of its run")
                .atMost(REST_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> busy.get() == 0);
        List<Job> done = new ArrayList<>();
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            done.add(job);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a client failed", failures.peek());
        }
        return done;
    }

    /** Begins again. */
    void resume() {
        resting = false;
    }

    private void work() {
        while (!over) {
            busy.incrementAndGet();
            try {
                if (!resting) {
                    jobs.add(one(choose()));
                }
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            } finally {
                busy.decrementAndGet();
            }
            LockSupport.parkNanos(IDLE.toNanos());
        }
    }

    private EffectClass choose() {
        synchronized (chance) {
            return chance.nextBoolean() ? wanted : all.get(chance.nextInt(all.size()));
        }
    }

    private Job one(EffectClass effect) {
        String number = name + "-" + numbers.incrementAndGet();
        String run = client.start(effect, number);
        Watched first = new Watched(client, run).follow(RUN_LIMIT);
        List<String> takenBack = new ArrayList<>(first.contradictions());
        if (first.ended()) {
            Watched again = new Watched(client, run).follow(READ_LIMIT);
            takenBack.addAll(again.contradictions());
            if (!again.frames().equals(first.frames())) {
                takenBack.add(run + ": " + difference(first.frames(), again.frames()));
            }
        }
        return new Job(number, effect, run, first.ended(), first.frames().size(), takenBack, first.connections());
    }

    private static String difference(Map<Long, String> seen, Map<Long, String> read) {
        return seen.entrySet().stream()
                .filter(frame -> !frame.getValue().equals(read.get(frame.getKey())))
                .findFirst()
                .map(frame -> "was " + frame.getValue() + " and is " + read.get(frame.getKey()))
                .orElse("was " + seen.size() + " events and is " + read.size());
    }

    @Override
    public void close() {
        over = true;
        clients.shutdownNow();
    }
}

package io.sallyport.limit.redis;

import io.sallyport.catalog.LimitRules.OnStoreLoss;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.RateObserver;
import io.sallyport.limit.Rates;
import io.sallyport.limit.Rates.Settled;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.Rates.Want;
import io.sallyport.redis.Scripts;
import io.sallyport.testing.TestingRedis;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Three replicas before one Redis, and what tests ask of them. */
final class TestingRates implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Duration LEASE = Duration.ofMinutes(5);
    static final int REPLICAS = 3;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger holders = new AtomicInteger();
    private final List<AtomicInteger> answers = new ArrayList<>();
    final List<RedisRates> replicas;

    private TestingRates(List<Scripts> scripts, OnStoreLoss onLoss) {
        replicas = scripts.stream()
                .map(each -> new RedisRates(
                        each, vertx, () -> onLoss, scripts.size(), InstantSource.system(), List.of(new Ears())))
                .toList();
    }

    /** Replicas that wait for as long as Redis takes: a machine under load is no lost store. */
    static TestingRates patient(TestingRedis redis, OnStoreLoss onLoss) {
        return new TestingRates(
                Stream.generate(() -> new Scripts(redis.api())).limit(REPLICAS).toList(), onLoss);
    }

    /** Replicas as in the server, each with a breaker of its own. */
    static TestingRates guarded(TestingRedis redis, OnStoreLoss onLoss) {
        return new TestingRates(
                Stream.generate(() -> (Scripts) new GuardedScripts(redis.api()))
                        .limit(REPLICAS)
                        .toList(),
                onLoss);
    }

    static AppliedLimit limit(Measure measure, Window window, long amount) {
        return new AppliedLimit("default", "client:" + UUID.randomUUID(), new LimitSpec(measure, window, amount));
    }

    static AppliedLimit requests(Window window, long amount) {
        return limit(Measure.REQUESTS, window, amount);
    }

    static AppliedLimit slots(long amount) {
        return limit(Measure.CONCURRENT, Window.NOW, amount);
    }

    /** Whether a question of this replica is answered by Redis. */
    boolean hears(int replica) {
        int before = answers.get(replica).get();
        var _ = take(replica, requests(Window.MONTH, 1_000));
        return answers.get(replica).get() > before;
    }

    /** Counts a replica's answers. */
    private final class Ears implements RateObserver {
        private final AtomicInteger heard = new AtomicInteger();

        Ears() {
            answers.add(heard);
        }

        @Override
        public void allowed(AppliedLimit limit, Judge judge) {}

        @Override
        public void refused(AppliedLimit limit, Judge judge) {}

        @Override
        public void answered(long nanos) {
            heard.incrementAndGet();
        }
    }

    RedisRates replica(int index) {
        return replicas.get(index);
    }

    /** One of {@code limit} at this replica, for a holder of its own. */
    Taken take(int replica, AppliedLimit limit) {
        return take(replica, nextHolder(), LEASE, new Want(limit, 1));
    }

    Taken take(int replica, String holder, Duration lease, Want... wants) {
        return replica(replica).take(holder, List.of(wants), lease).await().atMost(PATIENCE);
    }

    Taken take(int replica, Want... wants) {
        return take(replica, nextHolder(), LEASE, wants);
    }

    void settle(int replica, String holder, AppliedLimit limit, long surplus) {
        replica(replica).settle(holder, List.of(new Settled(limit, surplus)));
    }

    /** {@code count} takes of one at once, spread over the replicas. */
    List<Taken> flood(int count, AppliedLimit limit) {
        return Multi.createFrom()
                .range(0, count)
                .onItem()
                .transformToUni(
                        i -> replica(i % replicas.size()).take(nextHolder(), List.of(new Want(limit, 1)), LEASE))
                .merge(count)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
    }

    /** How many of {@code limit} this replica allows one after the other, until it refuses. */
    int untilRefused(int replica, AppliedLimit limit) {
        int passed = 0;
        while (passes(take(replica, limit))) {
            passed++;
        }
        return passed;
    }

    static boolean passes(Taken taken) {
        return taken instanceof Taken.Passed;
    }

    static long passed(List<Taken> all) {
        return all.stream().filter(TestingRates::passes).count();
    }

    static Taken.Refused refused(Taken taken) {
        if (taken instanceof Taken.Refused refused) {
            return refused;
        }
        throw new AssertionError("it passed: " + taken);
    }

    static Rates.Level level(Taken taken) {
        if (taken instanceof Taken.Passed passed) {
            return passed.levels().getFirst();
        }
        throw new AssertionError("it was refused: " + taken);
    }

    String nextHolder() {
        return "h-" + holders.incrementAndGet();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

package io.sallyport.limit.redis;

import static io.sallyport.limit.redis.TestingRates.LEASE;
import static io.sallyport.limit.redis.TestingRates.PATIENCE;
import static io.sallyport.limit.redis.TestingRates.level;
import static io.sallyport.limit.redis.TestingRates.limit;
import static io.sallyport.limit.redis.TestingRates.passed;
import static io.sallyport.limit.redis.TestingRates.passes;
import static io.sallyport.limit.redis.TestingRates.refused;
import static io.sallyport.limit.redis.TestingRates.requests;
import static io.sallyport.limit.redis.TestingRates.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.LimitRules.OnStoreLoss;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.Rates.Want;
import io.sallyport.testing.TestingRedis;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three replicas before one Redis that is there. */
class RedisRatesTest {
    private static TestingRedis redis;
    private static TestingRates rates;

    @BeforeAll
    static void start() {
        redis = TestingRedis.start();
        rates = TestingRates.patient(redis, OnStoreLoss.LOCAL);
    }

    @AfterAll
    static void stop() {
        rates.close();
        redis.close();
    }

    @Test
    void of_two_hundred_requests_at_once_on_three_replicas_a_bucket_of_a_hundred_lets_a_hundred_pass() {
        AppliedLimit limit = requests(Window.DAY, 100);
        assertThat(passed(rates.flood(200, limit))).isEqualTo(100);
    }

    @Test
    void a_bucket_refills_evenly_over_its_window() {
        AppliedLimit limit = requests(Window.SECOND, 20);
        Taken first = rates.take(0, limit);
        assertThat(level(first).remaining()).isEqualTo(19);
        assertThat(level(first).resetIn()).isEqualTo(Duration.ofMillis(50));
        Taken.Refused refused = rates.flood(400, limit).stream()
                .filter(taken -> !passes(taken))
                .findFirst()
                .map(TestingRates::refused)
                .orElseThrow();
        assertThat(refused.storeLost()).isFalse();
        assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(51));
        await().atMost(PATIENCE).until(() -> passes(rates.take(2, limit)));
    }

    @Test
    void all_limits_of_a_request_are_taken_from_or_none_and_the_longest_wait_is_named() {
        AppliedLimit minute = requests(Window.DAY, 10);
        AppliedLimit day = requests(Window.MONTH, 2);
        AppliedLimit busy = slots(5);
        Want[] all = {new Want(minute, 1), new Want(day, 1), new Want(busy, 1)};
        assertThat(passes(rates.take(0, all))).isTrue();
        assertThat(passes(rates.take(1, all))).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(refused(rates.take(2, all)).refused().limit()).isEqualTo(day);
        }
        assertThat(level(rates.take(0, minute)).remaining()).isEqualTo(7);
        assertThat(level(rates.take(0, busy)).remaining()).isEqualTo(2);
    }

    @Test
    void a_month_is_thirty_days_of_even_refill() {
        AppliedLimit limit = requests(Window.MONTH, 3);
        assertThat(level(rates.take(0, limit)).resetIn()).isEqualTo(Duration.ofDays(10));
        assertThat(passes(rates.take(1, limit))).isTrue();
        assertThat(passes(rates.take(2, limit))).isTrue();
        Taken.Refused refused = refused(rates.take(0, limit));
        assertThat(refused.retryAfter()).isBetween(Duration.ofDays(10).minusMinutes(1), Duration.ofDays(10));
        assertThat(refused.refused().resetIn()).isBetween(Duration.ofDays(30).minusMinutes(1), Duration.ofDays(30));
        long ttl = redis.api().pttl(RateKeys.of(limit)).await().atMost(PATIENCE).toLong();
        assertThat(Duration.ofMillis(ttl)).isBetween(Duration.ofDays(30).minusMinutes(1), Duration.ofDays(30));
    }

    @Test
    void what_was_not_used_goes_back_and_every_replica_sees_it() {
        AppliedLimit limit = limit(Measure.TOKENS, Window.MINUTE, 60_000_000);
        assertThat(passes(rates.take(0, new Want(limit, 60_000_000)))).isTrue();
        assertThat(passes(rates.take(1, new Want(limit, 30_000_000)))).isFalse();
        rates.settle(0, "h", limit, 40_000_000);
        await().atMost(PATIENCE).until(() -> passes(rates.take(1, new Want(limit, 30_000_000))));
    }

    @Test
    void a_bucket_may_owe_at_most_what_it_holds() {
        AppliedLimit limit = requests(Window.DAY, 1_000);
        assertThat(passes(rates.take(0, new Want(limit, 1_000)))).isTrue();
        rates.settle(0, "h", limit, -500);
        await().atMost(PATIENCE).until(() -> resetIn(limit).compareTo(Duration.ofHours(35)) > 0);
        assertThat(resetIn(limit)).isLessThanOrEqualTo(Duration.ofHours(36));
        rates.settle(0, "h", limit, -5_000_000);
        await().atMost(PATIENCE).until(() -> resetIn(limit).compareTo(Duration.ofHours(47)) > 0);
        assertThat(resetIn(limit)).isLessThanOrEqualTo(Duration.ofHours(48));
    }

    private static Duration resetIn(AppliedLimit limit) {
        return refused(rates.take(1, limit)).refused().resetIn();
    }

    @Test
    void more_than_a_bucket_holds_never_fits() {
        AppliedLimit limit = limit(Measure.TOKENS, Window.MINUTE, 10);
        Taken.Refused refused = refused(rates.take(0, new Want(limit, 11)));
        assertThat(refused.retryAfter()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(level(rates.take(0, new Want(limit, 10))).remaining()).isZero();
    }

    @Test
    void of_two_hundred_who_come_and_go_never_more_than_ten_have_a_slot() {
        AppliedLimit limit = slots(10);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        Multi.createFrom()
                .range(0, 200)
                .onItem()
                .transformToUni(i -> {
                    String holder = "guest-" + i;
                    return rates.replica(i % 3)
                            .take(holder, List.of(new Want(limit, 1)), LEASE)
                            .onItem()
                            .invoke(taken -> {
                                if (passes(taken)) {
                                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                }
                            })
                            .onItem()
                            .delayIt()
                            .by(Duration.ofMillis(1 + i % 7))
                            .invoke(taken -> {
                                if (passes(taken)) {
                                    served.incrementAndGet();
                                    inside.decrementAndGet();
                                    rates.settle(i % 3, holder, limit, 0);
                                }
                            });
                })
                .merge(60)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
        assertThat(most).hasValueBetween(2, 10);
        assertThat(served).hasValueGreaterThanOrEqualTo(10);
        await().atMost(PATIENCE)
                .until(() ->
                        level(rates.take(0, "last", LEASE, new Want(limit, 1))).remaining() == 9);
    }

    @Test
    void two_hundred_at_once_get_ten_slots() {
        AppliedLimit limit = slots(10);
        assertThat(passed(rates.flood(200, limit))).isEqualTo(10);
        assertThat(refused(rates.take(0, limit)).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_slot_of_a_holder_that_died_is_free_after_its_lease() {
        AppliedLimit limit = slots(1);
        Duration lease = Duration.ofMillis(300);
        assertThat(passes(rates.take(0, "dead", lease, new Want(limit, 1)))).isTrue();
        assertThat(passes(rates.take(1, limit))).isFalse();
        await().atMost(PATIENCE).until(() -> passes(rates.take(1, limit)));
    }

    @Test
    void a_holder_that_asks_again_has_one_slot_and_whoever_has_none_gives_none_back() {
        AppliedLimit limit = slots(2);
        Want want = new Want(limit, 1);
        assertThat(level(rates.take(0, "a", LEASE, want)).remaining()).isOne();
        assertThat(level(rates.take(0, "a", LEASE, want)).remaining()).isOne();
        assertThat(level(rates.take(1, "b", LEASE, want)).remaining()).isZero();
        rates.settle(2, "nobody", limit, 0);
        assertThat(passes(rates.take(2, "c", LEASE, want))).isFalse();
        rates.settle(0, "a", limit, 0);
        await().atMost(PATIENCE).until(() -> passes(rates.take(2, "c", LEASE, want)));
    }

    @Test
    void whoever_goes_away_before_the_answer_leaves_no_slot_behind() {
        AppliedLimit limit = slots(1);
        rates.replica(0)
                .take("gone", List.of(new Want(limit, 1)), LEASE)
                .subscribe()
                .with(taken -> {})
                .cancel();
        await().atMost(PATIENCE)
                .until(() -> passes(rates.take(0, requests(Window.DAY, 5)))
                        && passes(rates.take(1, "next", LEASE, new Want(limit, 1))));
    }

    @Test
    void what_is_no_bucket_and_no_list_of_holders_is_replaced() {
        AppliedLimit bucket = requests(Window.DAY, 5);
        AppliedLimit busy = slots(5);
        for (AppliedLimit limit : List.of(bucket, busy)) {
            Response pushed = redis.api()
                    .lpush(List.of(RateKeys.of(limit), "a list"))
                    .await()
                    .atMost(PATIENCE);
            assertThat(pushed.toInteger()).isOne();
            assertThat(level(rates.take(0, limit)).remaining()).isEqualTo(4);
            assertThat(level(rates.take(1, limit)).remaining()).isEqualTo(3);
        }
    }

    @Test
    void a_full_bucket_needs_no_key_and_neither_does_a_limit_that_nobody_uses() {
        AppliedLimit limit = requests(Window.SECOND, 1_000);
        assertThat(passes(rates.take(0, limit))).isTrue();
        await().atMost(PATIENCE)
                .until(() -> redis.api()
                                .exists(List.of(RateKeys.of(limit)))
                                .await()
                                .atMost(PATIENCE)
                                .toInteger()
                        == 0);
    }
}

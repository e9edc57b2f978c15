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
import io.sallyport.limit.Rates.Want;
import io.sallyport.testing.TestingRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis flushed, killed, started empty and frozen in the middle. */
class RatesWithoutRedisTest {
    private final TestingRedis redis = TestingRedis.start();
    private final TestingRates local = TestingRates.patient(redis, OnStoreLoss.LOCAL);
    private final TestingRates deny = TestingRates.patient(redis, OnStoreLoss.DENY);

    @AfterEach
    void stop() {
        local.close();
        deny.close();
        redis.close();
    }

    @Test
    void after_a_flush_what_is_denied_without_redis_begins_empty() {
        AppliedLimit limit = requests(Window.DAY, 100);
        long before = passed(deny.flood(90, limit));
        flush();
        assertThat(before + passed(deny.flood(300, limit)))
                .as("all that passed")
                .isBetween(80L, 100L);
    }

    @Test
    void after_a_flush_short_windows_begin_empty_everywhere() {
        AppliedLimit limit = limit(Measure.TOKENS, Window.MINUTE, 90_000_000);
        assertThat(passes(local.take(0, new Want(limit, 1)))).isTrue();
        assertThat(passes(local.take(1, new Want(limit, 1)))).isTrue();
        flush();
        assertThat(passes(local.take(1, new Want(limit, 80_000_000)))).isFalse();
        await().atMost(PATIENCE).until(() -> passes(local.take(2, new Want(limit, 1_000))));
    }

    @Test
    void after_a_flush_a_long_window_goes_on_from_what_each_replica_has_seen() {
        AppliedLimit limit = requests(Window.MONTH, 10);
        AppliedLimit other = requests(Window.MONTH, 10);
        for (int i = 0; i < 9; i++) {
            assertThat(passes(local.take(i % 3, limit))).isTrue();
        }
        flush();
        assertThat(level(local.take(2, limit)).remaining()).isZero();
        assertThat(passes(local.take(0, limit))).isFalse();
        assertThat(level(local.take(0, other)).remaining())
                .as("one that nobody had used")
                .isEqualTo(9);
    }

    @Test
    void an_older_state_of_a_bucket_does_not_hide_what_a_replica_has_seen() {
        AppliedLimit limit = requests(Window.MONTH, 10);
        assertThat(passes(local.take(0, limit))).isTrue();
        String old =
                redis.api().get(RateKeys.of(limit)).await().atMost(PATIENCE).toString();
        for (int i = 0; i < 8; i++) {
            assertThat(passes(local.take(0, limit))).isTrue();
        }
        var _ = redis.api().set(List.of(RateKeys.of(limit), old)).await().atMost(PATIENCE);
        assertThat(level(local.take(0, limit)).remaining()).isZero();
    }

    @Test
    void after_a_flush_nobody_gets_a_slot_until_all_who_are_under_way_are_known_again() {
        AppliedLimit limit = slots(10);
        for (int i = 0; i < 9; i++) {
            assertThat(passes(local.take(i % 3, limit))).isTrue();
        }
        flush();
        var refused = refused(local.take(0, limit));
        assertThat(refused.storeLost()).isTrue();
        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
        await().atMost(PATIENCE).until(() -> passes(local.take(0, "tenth", LEASE, new Want(limit, 1))));
        assertThat(passed(local.flood(50, limit))).as("beyond ten").isZero();
    }

    @Test
    void killed_and_started_empty_in_the_middle_it_lets_nothing_pass_twice() {
        AppliedLimit limit = requests(Window.DAY, 100);
        long before = passed(deny.flood(60, limit));
        redis.kill();
        assertThat(passed(deny.flood(60, limit))).isZero();
        redis.launch();
        await().atMost(PATIENCE).until(() -> !refused(deny.take(0, limit)).storeLost());
        assertThat(before + passed(deny.flood(300, limit))).isBetween(50L, 100L);
    }

    @Test
    void without_redis_it_is_denied_or_each_replica_allows_its_share_of_what_it_last_saw() {
        AppliedLimit limit = requests(Window.DAY, 100);
        AppliedLimit unseen = requests(Window.DAY, 100);
        for (int i = 0; i < 40; i++) {
            assertThat(passes(local.take(i % 3, limit))).isTrue();
        }
        redis.kill();
        assertThat(refused(deny.take(0, limit)).storeLost()).isTrue();
        assertThat(refused(deny.take(0, limit)).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(local.untilRefused(0, limit)).as("a third of 62").isEqualTo(20);
        assertThat(local.untilRefused(1, limit)).as("a third of 61").isEqualTo(20);
        assertThat(local.untilRefused(2, limit)).as("a third of 60").isEqualTo(20);
        assertThat(local.untilRefused(0, unseen)).isEqualTo(33);
        assertThat(local.untilRefused(1, slots(10))).isEqualTo(3);
    }

    @Test
    void who_is_under_no_limit_passes_whatever_becomes_of_redis() {
        redis.kill();
        assertThat(passes(deny.take(0))).isTrue();
    }

    @Test
    void what_was_used_without_redis_counts_when_it_is_back() {
        AppliedLimit limit = requests(Window.MONTH, 100);
        for (int i = 0; i < 40; i++) {
            assertThat(passes(local.take(i % 3, limit))).isTrue();
        }
        redis.kill();
        int used = local.untilRefused(0, limit) + local.untilRefused(1, limit);
        assertThat(used).isEqualTo(40);
        redis.launch();
        heard(local);
        for (int replica = 0; replica < 2; replica++) {
            assertThat(passes(local.take(replica, limit))).isTrue();
        }
        assertThat(level(local.take(0, limit)).remaining())
                .as("100 - 40 - 40 - 3")
                .isBetween(15L, 17L);
    }

    @Test
    void a_frozen_redis_costs_its_limit_once_and_then_nothing_and_what_it_does_late_counts() {
        AppliedLimit limit = requests(Window.DAY, 100);
        AppliedLimit busy = slots(10);
        assertThat(passed(deny.flood(50, limit))).isEqualTo(50);
        assertThat(passed(deny.flood(5, busy))).isEqualTo(5);
        try (TestingRates guarded = TestingRates.guarded(redis, OnStoreLoss.DENY)) {
            heard(guarded);
            redis.freeze();
            assertThat(passed(guarded.flood(30, limit))).isZero();
            assertThat(passed(guarded.flood(30, busy))).isZero();
            long begin = System.nanoTime();
            assertThat(passed(guarded.flood(200, limit))).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
            redis.thaw();
            heard(guarded);
        }
        assertThat(50 + passed(deny.flood(200, limit))).isBetween(60L, 100L);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(5 + free(busy)).isEqualTo(10));
        assertThat(5 + passed(deny.flood(200, busy))).isEqualTo(10);
    }

    /** How many slots are free, seen by one who comes and goes. */
    private long free(AppliedLimit limit) {
        var taken = deny.take(0, "visitor", LEASE, new Want(limit, 1));
        deny.settle(0, "visitor", limit, 0);
        return passes(taken) ? level(taken).remaining() + 1 : 0;
    }

    @Test
    void corrections_that_redis_does_not_hear_are_kept_for_what_was_used_without_it() {
        AppliedLimit limit = limit(Measure.TOKENS, Window.MINUTE, 300_000_000);
        redis.kill();
        await().until(() -> passes(local.take(0, "first", LEASE, new Want(limit, 90_000_000))));
        assertThat(passes(local.take(0, new Want(limit, 90_000_000)))).isFalse();
        local.settle(0, "first", limit, 80_000_000);
        await().until(() -> passes(local.take(0, new Want(limit, 80_000_000))));
        local.settle(0, "second", limit, -100_000_000);
        await().until(() -> !passes(local.take(0, new Want(limit, 1))));
    }

    private void flush() {
        var _ = redis.api().flushall(List.of()).await().atMost(PATIENCE);
    }

    /** Waits until every replica hears from Redis. */
    private static void heard(TestingRates rates) {
        for (int replica = 0; replica < TestingRates.REPLICAS; replica++) {
            int each = replica;
            await().atMost(PATIENCE).until(() -> rates.hears(each));
        }
    }
}

package io.sallyport.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.idempotency.Claims.Claim;
import io.sallyport.redis.Scripts;
import io.sallyport.testing.TestingRedis;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scripts against a real Redis; what the guard around them does is seen from outside, by the tests of the door for tools. */
class RedisClaimsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static TestingRedis redis;

    private final List<Claim> observed = new ArrayList<>();
    private final RedisClaims claims = new RedisClaims(new Scripts(redis.api()), List.of(observed::add));
    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        redis = TestingRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void owners_without_epochs_exclude_each_other_and_the_same_one_may_claim_again() {
        assertThat(claim("a", 0)).isEqualTo(Claim.TAKEN);
        assertThat(claim("b", 0)).isEqualTo(Claim.HELD);
        assertThat(claim("a", 0)).isEqualTo(Claim.TAKEN);
        assertThat(observed).containsExactly(Claim.TAKEN, Claim.HELD, Claim.TAKEN);
    }

    @Test
    void a_higher_epoch_replaces_a_lower_one_and_never_the_other_way_round() {
        assertThat(claim("dead", 3)).isEqualTo(Claim.TAKEN);
        assertThat(claim("successor", 4)).isEqualTo(Claim.TAKEN);
        assertThat(claim("dead", 3)).isEqualTo(Claim.HELD);
        assertThat(claim("another", 4)).isEqualTo(Claim.HELD);
        assertThat(claim("successor", 3)).as("its own older self").isEqualTo(Claim.HELD);
    }

    @Test
    void only_its_owner_lets_go_of_a_claim() {
        assertThat(claim("a", 0)).isEqualTo(Claim.TAKEN);
        release("b");
        assertThat(claim("b", 0)).isEqualTo(Claim.HELD);
        release("a");
        assertThat(claim("b", 0)).isEqualTo(Claim.TAKEN);
    }

    @Test
    void owners_whose_names_end_alike_are_two() {
        assertThat(claim("host a", 0)).isEqualTo(Claim.TAKEN);
        release("a");
        assertThat(claim("a", 0)).isEqualTo(Claim.HELD);
    }

    @Test
    void a_claim_ends_by_itself() {
        var _ = claims.claim(key, "dead", 0, Duration.ofMillis(80)).await().atMost(PATIENCE);
        await().pollInterval(Duration.ofMillis(10)).until(() -> claim("b", 0) == Claim.TAKEN);
    }

    @Test
    void of_two_hundred_claims_at_once_one_is_taken() {
        List<Claim> all = Multi.createFrom()
                .range(0, 200)
                .onItem()
                .transformToUni(i -> claims.claim(key, "owner-" + i, 0, MINUTE))
                .merge(200)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
        assertThat(all).filteredOn(Claim.TAKEN::equals).hasSize(1);
        assertThat(all).filteredOn(Claim.HELD::equals).hasSize(199);
    }

    @Test
    void scripts_that_redis_has_forgotten_are_sent_again() {
        assertThat(claim("a", 0)).isEqualTo(Claim.TAKEN);
        var _ = redis.api().script(List.of("FLUSH")).await().atMost(PATIENCE);
        assertThat(claim("b", 0)).isEqualTo(Claim.HELD);
        assertThat(claim("a", 0)).isEqualTo(Claim.TAKEN);
    }

    @Test
    void after_a_flush_or_a_restart_everything_is_free_and_without_redis_nobody_can_say() {
        assertThat(claim("a", 0)).isEqualTo(Claim.TAKEN);
        var _ = redis.api().flushall(List.of()).await().atMost(PATIENCE);
        assertThat(claim("b", 0)).isEqualTo(Claim.TAKEN);

        redis.kill();
        await().until(() -> claim("c", 0) == Claim.UNAVAILABLE);
        release("c");

        redis.launch();
        await().until(() -> claim("d", 0) == Claim.TAKEN);
    }

    @Test
    void what_is_no_claim_is_no_obstacle_where_it_can_be_replaced() {
        var _ = redis.api()
                .set(List.of("sallyport:claim:" + key, "nonsense"))
                .await()
                .atMost(PATIENCE);
        assertThat(claim("a", 0)).isEqualTo(Claim.TAKEN);

        var _ = redis.api().del(List.of("sallyport:claim:" + key)).await().atMost(PATIENCE);
        var _ = redis.api()
                .lpush(List.of("sallyport:claim:" + key, "a list"))
                .await()
                .atMost(PATIENCE);
        assertThat(claim("a", 0)).isEqualTo(Claim.UNAVAILABLE);
    }

    private Claim claim(String owner, long epoch) {
        return claims.claim(key, owner, epoch, MINUTE).await().atMost(PATIENCE);
    }

    private void release(String owner) {
        claims.release(key, owner).await().atMost(PATIENCE);
    }
}

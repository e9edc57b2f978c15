package io.sallyport.idempotency.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.TestingPostgres;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExpiredKeysTest {
    private final TestingPostgres postgres = TestingPostgres.shared();
    private final Pool pool = postgres.pool(1, postgres.port());

    @Test
    void keys_whose_time_is_over_are_removed_in_small_batches_and_no_others() {
        postgres.execute("DELETE FROM api_idempotency", """
                INSERT INTO api_idempotency (scope, key, fingerprint, subject_id, state, expires_at)
                SELECT 's', 'k' || n, '', 'r', 'done', now() + CASE WHEN n = 0 THEN 1 ELSE -1 END * interval '1 minute'
                FROM generate_series(0, 501) n""");
        ExpiredKeys expired = new ExpiredKeys(pool);

        assertThat(expired.removeSome().await().atMost(Duration.ofSeconds(10))).isEqualTo(expired.batch());
        assertThat(expired.removeSome().await().atMost(Duration.ofSeconds(10))).isEqualTo(1);
        assertThat(expired.removeSome().await().atMost(Duration.ofSeconds(10))).isZero();
        assertThat(postgres.ask("SELECT key FROM api_idempotency")).containsExactly("k0");
    }
}

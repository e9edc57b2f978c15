package io.sallyport.idempotency.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Sha256;
import io.sallyport.idempotency.Retention;
import io.sallyport.idempotency.answer.AnswerKey;
import io.sallyport.idempotency.answer.AnswerStore;
import io.sallyport.idempotency.answer.AnswerStoreContract;
import io.sallyport.idempotency.answer.KeptAnswer;
import io.sallyport.testing.TestingPostgres;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The record in a real PostgreSQL. */
class PgAnswersTest extends AnswerStoreContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static TestingPostgres postgres;
    private static Pool pool;

    private final PgAnswers answers = new PgAnswers(new AnswerConnection(pool), new Retention(KEEP));

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        pool = postgres.pool(10, postgres.port());
    }

    @BeforeEach
    void empty() {
        postgres.execute("DELETE FROM keyed_answer");
    }

    @Override
    protected AnswerStore store() {
        return answers;
    }

    @Override
    protected void elapse(Duration time) {
        String back = String.format(Locale.ROOT, "- interval '%d milliseconds'", time.toMillis());
        postgres.execute("UPDATE keyed_answer SET lease_until = lease_until " + back + ", opened_at = opened_at " + back
                + ", expires_at = expires_at " + back);
    }

    @Test
    void an_answer_of_many_megabytes_comes_back_whole() {
        byte[] bytes = new byte[8 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >>> 13));
        }
        AnswerKey key = key(0);
        KeptAnswer large = new KeptAnswer(200, "application/json", "r", Buffer.buffer(bytes));
        var _ = answers.open(key, "a", LEASE).await().atMost(PATIENCE);

        assertThat(answers.keep(key, "a", large).await().atMost(PATIENCE)).isTrue();

        assertThat(answers.find(key).await().atMost(PATIENCE).orElseThrow().answer())
                .isEqualTo(large);
    }

    @Test
    void what_is_too_old_is_removed_in_small_batches_and_nothing_else() {
        for (int i = 0; i <= ExpiredAnswers.BATCH; i++) {
            var _ = answers.open(key(i), "a", LEASE).await().atMost(PATIENCE);
        }
        elapse(KEEP.plusSeconds(1));
        AnswerKey young = key(-1);
        var _ = answers.open(young, "a", LEASE).await().atMost(PATIENCE);
        ExpiredAnswers sweep = new ExpiredAnswers(pool);

        assertThat(sweep.removeSome().await().atMost(PATIENCE)).isEqualTo(ExpiredAnswers.BATCH);
        assertThat(sweep.removeSome().await().atMost(PATIENCE)).isEqualTo(1);
        assertThat(sweep.removeSome().await().atMost(PATIENCE)).isZero();
        assertThat(answers.find(young).await().atMost(PATIENCE)).isPresent();
    }

    private static AnswerKey key(int number) {
        return AnswerKey.of("r", "k" + number, Sha256.of("body"), "default", "client", "somebody");
    }
}

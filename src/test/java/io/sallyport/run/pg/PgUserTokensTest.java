package io.sallyport.run.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Secret;
import io.sallyport.identity.UserToken;
import io.sallyport.run.UserTokens.Behind;
import io.sallyport.testing.Ports;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real PostgreSQL. */
class PgUserTokensTest {
    private static final TokenCipher CIPHER = TokenCipher.of(Secret.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
    private static final String TOKEN = "eyJ.the-token-of-ada.sig";

    private static TestingPostgres postgres;
    private static Pool pool;

    private final PgUserTokens users = new PgUserTokens(pool, Optional.of(CIPHER));

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        pool = postgres.pool(4, postgres.port());
    }

    @BeforeEach
    void a_run() {
        postgres.empty();
        postgres.execute(
                "INSERT INTO agent_revision (digest, agent, spec) VALUES ('rev', 'desk', '{}')",
                "INSERT INTO thread (id, tenant, agent, client, runs) VALUES ('th', 'default', 'desk', 'web', 1)",
                """
                INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, request_id, status, next_seq)
                VALUES ('run_1', 'default', 'desk', 'rev', 'th', 1, 'web', 'ada', 'run_1', 'req', 'RUNNING', 3)""");
    }

    private static UserToken token(String value, Duration left) {
        return new UserToken(
                "https://issuer.test", "ada", Secret.of(value), Instant.now().plus(left));
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    private Optional<String> present(String run) {
        return now(users.of(run)) instanceof Behind.Present(UserToken token)
                ? Optional.of(token.value().reveal())
                : Optional.empty();
    }

    private static String rows(String condition) {
        return postgres.ask("SELECT count(*) FROM run_user WHERE " + condition).getFirst();
    }

    @Test
    void a_token_that_was_kept_is_there_for_its_run_and_unreadable_in_the_database() {
        now(users.keep("run_1", token(TOKEN, Duration.ofMinutes(5))));

        assertThat(present("run_1")).contains(TOKEN);
        assertThat(now(users.of("run_2"))).isEqualTo(new Behind.Nobody());
        assertThat(rows("position('ada'::bytea in token) > 0")).isEqualTo("0");
        assertThat(postgres.ask("SELECT run_user::text FROM run_user").getFirst())
                .doesNotContain(TOKEN);
    }

    @Test
    void a_row_copied_to_another_run_is_no_token_there() {
        now(users.keep("run_1", token(TOKEN, Duration.ofMinutes(5))));
        postgres.execute("INSERT INTO run_user SELECT 'run_2', issuer, subject, token, expires_at FROM run_user");

        assertThat(now(users.of("run_2"))).isEqualTo(new Behind.Away("https://issuer.test", "ada"));
    }

    @Test
    void at_its_end_a_token_is_not_given_out_and_a_moment_later_it_is_gone() {
        now(users.keep("run_1", token(TOKEN, Duration.ofMinutes(5))));
        OldUserTokens old = new OldUserTokens(pool);
        assertThat(now(old.removeSome())).isZero();

        postgres.elapse(Duration.ofMinutes(5));
        assertThat(now(users.of("run_1"))).isEqualTo(new Behind.Away("https://issuer.test", "ada"));
        assertThat(now(old.removeSome())).isEqualTo(1);

        assertThat(rows("token IS NOT NULL")).isEqualTo("0");
        assertThat(now(users.of("run_1")))
                .as("in whose name the run acts stays known")
                .isEqualTo(new Behind.Away("https://issuer.test", "ada"));
        assertThat(now(old.removeSome())).isZero();
    }

    @Test
    void a_row_whose_run_was_never_accepted_goes_whole() {
        now(users.keep("run_none", token(TOKEN, Duration.ofMinutes(5))));
        postgres.elapse(Duration.ofMinutes(6));

        assertThat(now(new OldUserTokens(pool).removeSome())).isEqualTo(1);
        assertThat(rows("true")).isEqualTo("0");
    }

    @Test
    void a_token_that_ends_while_its_run_is_being_accepted_leaves_the_run_its_user() {
        now(users.keep("run_2", token(TOKEN, Duration.ofSeconds(-2))));
        assertThat(now(new OldUserTokens(pool).removeSome())).isZero();
        postgres.execute(
                "INSERT INTO thread (id, tenant, agent, client, runs) VALUES ('th2', 'default', 'desk', 'web', 1)",
                """
                INSERT INTO run (id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, request_id, status, next_seq)
                VALUES ('run_2', 'default', 'desk', 'rev', 'th2', 1, 'web', 'ada', 'run_2', 'req', 'QUEUED', 2)""");

        assertThat(now(new OldUserTokens(pool).removeSome())).isEqualTo(1);
        assertThat(now(users.of("run_2"))).isEqualTo(new Behind.Away("https://issuer.test", "ada"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED", "LIMIT_EXCEEDED"})
    void however_a_run_ends_its_token_goes_in_the_same_commit(String ending) {
        now(users.keep("run_1", token(TOKEN, Duration.ofMinutes(5))));
        postgres.execute("UPDATE run SET status = 'WAITING_INPUT'", "UPDATE run SET status = 'RUNNING'");
        assertThat(rows("true")).isEqualTo("1");

        postgres.execute("UPDATE run SET status = '" + ending + "', ended_at = now()");

        assertThat(rows("true")).isEqualTo("0");
        now(users.renew("run_1", token("later", Duration.ofMinutes(9))));
        assertThat(rows("true")).as("what came too late").isEqualTo("0");
    }

    @Test
    void the_same_person_gives_another_token_and_nobody_else_does() {
        now(users.keep("run_1", token(TOKEN, Duration.ofMinutes(5))));
        Instant late = Instant.now().plusSeconds(900);
        now(users.renew("run_1", new UserToken("https://issuer.test", "bob", Secret.of("b"), late)));
        now(users.renew("run_1", new UserToken("https://other.test", "ada", Secret.of("o"), late)));
        assertThat(present("run_1")).contains(TOKEN);
        now(users.renew("run_1", token("older", Duration.ofMinutes(4))));
        assertThat(present("run_1")).contains(TOKEN);

        postgres.elapse(Duration.ofMinutes(5));
        now(users.renew("run_1", token("fresh", Duration.ofMinutes(5))));
        assertThat(present("run_1")).contains("fresh");
    }

    @Test
    void what_is_forgotten_is_gone() {
        now(users.keep("run_1", token(TOKEN, Duration.ofMinutes(5))));
        now(users.forget("run_1"));

        assertThat(now(users.of("run_1"))).isEqualTo(new Behind.Nobody());
    }

    @Test
    void after_a_change_of_the_key_the_user_has_to_sign_in_again() {
        now(users.keep("run_1", token(TOKEN, Duration.ofMinutes(5))));
        PgUserTokens others = new PgUserTokens(
                pool, Optional.of(TokenCipher.of(Secret.of("BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="))));

        assertThat(now(others.of("run_1"))).isEqualTo(new Behind.Away("https://issuer.test", "ada"));
    }

    @Test
    void a_store_that_is_not_there_is_said_to_be_away() {
        PgUserTokens lost = new PgUserTokens(postgres.pool(1, Ports.free()), Optional.of(CIPHER));

        assertThatThrownBy(() -> now(lost.of("run_1"))).isInstanceOf(StoreUnavailable.class);
    }
}

package io.sallyport.idempotency.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.core.Bytes;
import io.sallyport.core.Replica;
import io.sallyport.core.Sha256;
import io.sallyport.idempotency.answer.KeyObserver.Asked;
import io.sallyport.idempotency.answer.KeyObserver.Ended;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who executes, who is told what, and what is left behind. */
class KeyedCallsTest {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration TOTAL = Duration.ofSeconds(120);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final KeptAnswer ANSWER = new KeptAnswer(200, "application/json", "r", Buffer.buffer("{}"));
    private static final AnswerKey KEY = key("body");

    private final TestingAnswers answers = new TestingAnswers(Duration.ofHours(48));
    private final TestingClaims claims = new TestingClaims();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Ended> ended = new CopyOnWriteArrayList<>();
    private final List<Runnable> beats = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final KeyedCalls calls = calls(LEASE);

    private KeyedCalls calls(Duration lease) {
        KeyObserver observer = new KeyObserver() {
            @Override
            public void asked(Asked outcome) {
                asked.add(outcome);
            }

            @Override
            public void ended(Ended outcome) {
                ended.add(outcome);
            }
        };
        return new KeyedCalls(
                new KeyServices(
                        answers,
                        claims,
                        this::beat,
                        observer,
                        prefix -> prefix + "_" + ids.incrementAndGet(),
                        new Replica("here"),
                        lease),
                1000);
    }

    private Runnable beat(Duration gap, Runnable task) {
        assertThat(gap).isEqualTo(LEASE.dividedBy(3));
        beats.add(task);
        return () -> beats.remove(task);
    }

    private static AnswerKey key(String body) {
        return AnswerKey.of("r", "k", Sha256.of(body), "default", "client", null);
    }

    @Test
    void the_first_executes_and_the_next_ones_hear_that_it_is_under_way() {
        var _ = mine();
        answers.elapse(Duration.ofSeconds(3));

        assertThat(enter()).isEqualTo(new Entered.InFlight(Duration.ofSeconds(3)));
        assertThat(asked).containsExactly(Asked.EXECUTED, Asked.IN_FLIGHT);
    }

    @Test
    void a_claim_that_is_held_saves_the_write() {
        var _ = mine();
        int before = answers.writes();

        assertThat(enter()).isInstanceOf(Entered.InFlight.class);

        assertThat(answers.writes()).isEqualTo(before);
    }

    @Test
    void an_answer_is_heard_again() {
        end(mine().keep(ANSWER));

        assertThat(enter()).isEqualTo(new Entered.Done(ANSWER));
        assertThat(asked).containsExactly(Asked.EXECUTED, Asked.REPLAYED);
        assertThat(ended).containsExactly(Ended.KEPT);
        assertThat(claims.held).isEmpty();
    }

    @Test
    void an_answer_that_was_too_large_is_not_executed_again() {
        end(mine().keepNothing());

        assertThat(enter()).isEqualTo(new Entered.NotKept());
        assertThat(asked).containsExactly(Asked.EXECUTED, Asked.NOT_KEPT);
        assertThat(ended).containsExactly(Ended.TOO_LARGE);
    }

    @Test
    void what_failed_is_executed_again() {
        end(mine().release());

        var _ = mine();
        assertThat(asked).containsExactly(Asked.EXECUTED, Asked.EXECUTED);
        assertThat(ended).containsExactly(Ended.RELEASED);
    }

    @Test
    void another_body_is_refused_under_way_and_afterwards() {
        Execution execution = mine();
        assertThat(get(calls.enter(key("another"), TOTAL))).isEqualTo(new Entered.Reused());
        end(execution.keep(ANSWER));

        assertThat(get(calls.enter(key("another"), TOTAL))).isEqualTo(new Entered.Reused());
        assertThat(asked).containsExactly(Asked.EXECUTED, Asked.REUSED, Asked.REUSED);
    }

    @Test
    void a_dead_owner_is_followed_by_the_next_request_though_its_claim_is_still_there() {
        Execution dead = mine();
        answers.elapse(LEASE.plusMillis(1));

        Execution next = mine();

        assertThat(asked).containsExactly(Asked.EXECUTED, Asked.EXECUTED_AGAIN);
        assertThat(claims.held.values()).containsExactly("here/req_2");
        end(dead.keep(new KeptAnswer(200, "application/json", "r", Buffer.buffer("late"))));
        assertThat(ended).containsExactly(Ended.OVERTAKEN);
        end(next.keep(ANSWER));
        assertThat(enter()).isEqualTo(new Entered.Done(ANSWER));
    }

    @Test
    void an_owner_that_lives_is_not_followed() {
        var _ = mine();
        for (int i = 0; i < 10; i++) {
            answers.elapse(LEASE.dividedBy(2));
            List.copyOf(beats).forEach(Runnable::run);
        }

        assertThat(enter()).isInstanceOf(Entered.InFlight.class);
        assertThat(beats).hasSize(1);
    }

    @Test
    void an_owner_that_was_overtaken_renews_no_more() {
        var _ = mine();
        Runnable late = beats.getFirst();
        answers.elapse(LEASE.plusMillis(1));
        var _ = mine();

        late.run();

        assertThat(beats).hasSize(1).doesNotContain(late);
    }

    @Test
    void an_execution_that_never_ends_does_not_hold_its_key_for_ever() {
        var _ = mine();
        for (Duration at = Duration.ZERO; at.compareTo(TOTAL.plus(LEASE)) <= 0; at = at.plus(LEASE.dividedBy(3))) {
            answers.elapse(LEASE.dividedBy(3));
            List.copyOf(beats).forEach(Runnable::run);
        }
        assertThat(beats).isEmpty();

        answers.elapse(LEASE);
        var _ = mine();
        assertThat(asked).containsExactly(Asked.EXECUTED, Asked.EXECUTED_AGAIN);
    }

    @Test
    void nothing_is_renewed_after_the_end() {
        end(mine().keep(ANSWER));

        assertThat(beats).isEmpty();
    }

    @Test
    void without_claims_the_record_decides_alone() {
        claims.away = true;
        Execution execution = mine();
        assertThat(enter()).isInstanceOf(Entered.InFlight.class);
        end(execution.keep(ANSWER));

        assertThat(enter()).isEqualTo(new Entered.Done(ANSWER));
    }

    @Test
    void a_claim_that_was_left_behind_changes_nothing() {
        claims.held.put(KeyedCalls.claimOf(KEY), "somebody long gone");

        end(mine().keep(ANSWER));

        claims.held.put(KeyedCalls.claimOf(KEY), "somebody else long gone");
        assertThat(enter()).isEqualTo(new Entered.Done(ANSWER));
    }

    @Test
    void without_the_record_nothing_is_executed_and_no_claim_is_left_behind() {
        answers.goAway();

        assertThatThrownBy(this::enter).hasMessage("away");

        assertThat(asked).containsExactly(Asked.UNAVAILABLE);
        assertThat(claims.held).isEmpty();
    }

    @Test
    void an_answer_waits_a_moment_for_a_record_that_is_away_and_is_written_when_it_is_back() {
        Execution execution = mine();
        answers.goAway();

        end(execution.keep(ANSWER));
        assertThat(ended).isEmpty();
        answers.comeBack();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended).containsExactly(Ended.KEPT));
        assertThat(enter()).isEqualTo(new Entered.Done(ANSWER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":[1.0,true]}|{ \"b\" : [1.0,true],\t\"a\" :1 }|true",
                "{\"a\":\"\\u0041\"}|{\"a\":\"A\"}|true",
                "{\"a\":1}|{\"a\":1.0}|false",
                "{\"a\":12345678901234567890}|{\"a\":12345678901234567891}|false",
                "{\"a\":[1,2]}|{\"a\":[2,1]}|false",
                "{\"m\":{\"a\":1,\"a\":2}}|{\"m\":{\"a\":1,\"a\":2}}|true",
                "{\"m\":{\"a\":1,\"a\":2}}|{\"m\":{\"a\":2,\"a\":2}}|false"
            })
    void the_same_value_has_the_same_fingerprint(String one, String other, boolean same) {
        assertThat(AnswerKey.fingerprint("/e", Bytes.of(one)).equals(AnswerKey.fingerprint("/e", Bytes.of(other))))
                .isEqualTo(same);
    }

    @Test
    void another_endpoint_is_another_request() {
        Bytes body = Bytes.of("{}");
        assertThat(AnswerKey.fingerprint("/a", body)).isNotEqualTo(AnswerKey.fingerprint("/b", body));
    }

    @Test
    void a_key_is_one_principal_s_on_one_route() {
        Sha256 print = Sha256.of("body");
        List<AnswerKey> all = List.of(
                AnswerKey.of("r", "k", print, "t", "c", "s"),
                AnswerKey.of("r", "k", print, "t", "c", null),
                AnswerKey.of("r", "k", print, "t", "c", ""),
                AnswerKey.of("r", "k", print, "t", "cs", ""),
                AnswerKey.of("r", "k", print, "u", "c", "s"),
                AnswerKey.of("q", "k", print, "t", "c", "s"),
                AnswerKey.of("r", "j", print, "t", "c", "s"));

        assertThat(all.stream().map(AnswerKey::id).distinct()).hasSize(all.size());
        assertThat(Map.of(all.getFirst(), 1)).containsKey(AnswerKey.of("r", "k", print, "t", "c", "s"));
    }

    private Execution mine() {
        return ((Entered.Mine) enter()).execution();
    }

    private Entered enter() {
        return get(calls.enter(KEY, TOTAL));
    }

    private static void end(Uni<Void> written) {
        @Nullable Void nothing = written.await().atMost(PATIENCE);
        assertThat(nothing).isNull();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}

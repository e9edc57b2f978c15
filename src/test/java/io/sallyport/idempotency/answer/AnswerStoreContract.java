package io.sallyport.idempotency.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Sha256;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every record of keys promises. */
public abstract class AnswerStoreContract {
    protected static final Duration LEASE = Duration.ofMinutes(1);
    protected static final Duration KEEP = Duration.ofHours(48);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final KeptAnswer ANSWER = new KeptAnswer(
            200, "text/event-stream", "r; candidate=p/m; attempts=1", Buffer.buffer("data: {\"a\":\"\\u0000é\"}\n\n"));

    private final String name = UUID.randomUUID().toString();
    private final AnswerKey key = key("body");

    protected abstract AnswerStore store();

    /** Lets {@code time} pass for every row. */
    protected abstract void elapse(Duration time);

    private AnswerKey key(String body) {
        return AnswerKey.of("r", name, Sha256.of(body), "default", "client", null);
    }

    @Test
    void the_first_owner_has_the_key_and_the_second_sees_it() {
        KeyRow mine = open("a");
        KeyRow seen = open("b");

        assertThat(mine.isOf("a")).isTrue();
        assertThat(mine.epoch()).isEqualTo(1);
        assertThat(seen.owner()).isEqualTo("a");
        assertThat(seen.state()).isEqualTo(KeyRow.State.IN_FLIGHT);
        assertThat(seen.leaseOver()).isFalse();
        assertThat(seen.age()).isLessThan(LEASE);
        assertThat(seen.fingerprint()).isEqualTo(Sha256.of("body"));
        assertThat(seen.answer()).isNull();
    }

    @Test
    void whoever_has_not_heard_that_it_has_the_key_hears_it_again() {
        var _ = open("a");

        assertThat(open("a").isOf("a")).isTrue();
        assertThat(open("a").epoch()).isEqualTo(1);
    }

    @Test
    void of_fifty_at_once_one_has_the_key() {
        List<KeyRow> all = get(Multi.createFrom()
                .range(0, 50)
                .onItem()
                .transformToUni(i -> store().open(key, "owner-" + i, LEASE))
                .merge(50)
                .collect()
                .asList());

        assertThat(all).hasSize(50);
        assertThat(all.stream().map(KeyRow::owner).distinct()).hasSize(1);
    }

    @Test
    void an_answer_is_found_as_it_was() {
        var _ = open("a");

        assertThat(get(store().keep(key, "a", ANSWER))).isTrue();

        assertThat(find().answer()).isEqualTo(ANSWER);
        assertThat(open("b").answer()).isEqualTo(ANSWER);
    }

    @Test
    void an_answer_that_is_written_twice_is_written_once() {
        var _ = open("a");

        assertThat(get(store().keep(key, "a", ANSWER))).isTrue();
        assertThat(get(store().keep(key, "a", ANSWER))).isTrue();
        assertThat(get(store().release(key, "a")))
                .as("what is kept is not let go")
                .isFalse();
        assertThat(find().answer()).isEqualTo(ANSWER);
    }

    @Test
    void that_an_answer_was_too_large_is_remembered() {
        var _ = open("a");

        assertThat(get(store().keepNothing(key, "a"))).isTrue();

        assertThat(open("b").state()).isEqualTo(KeyRow.State.NOT_KEPT);
        assertThat(find().answer()).isNull();
    }

    @Test
    void a_key_that_is_let_go_is_the_next_one_s() {
        var _ = open("a");

        assertThat(get(store().release(key, "b"))).as("by somebody else").isFalse();
        assertThat(get(store().release(key, "a"))).isTrue();

        assertThat(get(store().find(key))).isEmpty();
        assertThat(open("b").isOf("b")).isTrue();
    }

    @Test
    void after_its_lease_an_owner_is_followed_by_the_next_one_and_writes_nothing_any_more() {
        var _ = open("late");
        elapse(LEASE.plusSeconds(1));
        assertThat(find().isAbandoned()).isTrue();

        KeyRow next = open("next");

        assertThat(next.isOf("next")).isTrue();
        assertThat(next.epoch()).isEqualTo(2);
        assertThat(next.age()).isLessThan(LEASE);
        assertThat(get(store().renew(key, "late", LEASE))).isFalse();
        assertThat(get(store().keep(key, "late", ANSWER))).isFalse();
        assertThat(get(store().keepNothing(key, "late"))).isFalse();
        assertThat(get(store().release(key, "late"))).isFalse();
        assertThat(find().isOf("next")).isTrue();
    }

    @Test
    void a_late_owner_does_not_overwrite_what_its_successor_has_kept() {
        var _ = open("late");
        elapse(LEASE.plusSeconds(1));
        var _ = open("next");
        assertThat(get(store().keep(key, "next", ANSWER))).isTrue();

        KeptAnswer other = new KeptAnswer(200, "application/json", "r", Buffer.buffer("{}"));
        assertThat(get(store().keep(key, "late", other))).isFalse();
        assertThat(find().answer()).isEqualTo(ANSWER);
    }

    @Test
    void of_twenty_successors_at_once_one_has_the_key() {
        var _ = open("dead");
        elapse(LEASE.plusSeconds(1));

        List<KeyRow> all = get(Multi.createFrom()
                .range(0, 20)
                .onItem()
                .transformToUni(i -> store().open(key, "owner-" + i, LEASE))
                .merge(20)
                .collect()
                .asList());

        assertThat(all.stream().map(KeyRow::owner).distinct()).hasSize(1).doesNotContain("dead");
        assertThat(all).allSatisfy(row -> assertThat(row.epoch()).isEqualTo(2));
    }

    @Test
    void a_lease_that_is_renewed_is_not_over() {
        var _ = open("a");
        elapse(LEASE.minusSeconds(10));

        assertThat(get(store().renew(key, "a", LEASE))).isTrue();
        elapse(LEASE.minusSeconds(10));

        assertThat(open("b").owner()).isEqualTo("a");
    }

    @Test
    void an_abandoned_key_stays_closed_to_another_body() {
        var _ = open("a");
        elapse(LEASE.plusSeconds(1));

        KeyRow seen = get(store().open(key("another body"), "b", LEASE));

        assertThat(seen.owner()).isEqualTo("a");
        assertThat(seen.fingerprint()).isEqualTo(Sha256.of("body"));
    }

    @Test
    void what_is_too_old_does_not_count() {
        var _ = open("a");
        assertThat(get(store().keep(key, "a", ANSWER))).isTrue();
        elapse(KEEP.plusSeconds(1));

        assertThat(get(store().find(key))).isEmpty();
        KeyRow anew = get(store().open(key("another body"), "b", LEASE));
        assertThat(anew.isOf("b")).isTrue();
        assertThat(anew.epoch()).isEqualTo(1);
        assertThat(anew.answer()).isNull();
    }

    private KeyRow open(String owner) {
        return get(store().open(key, owner, LEASE));
    }

    private KeyRow find() {
        return get(store().find(key)).orElseThrow();
    }

    private static <T> T get(Uni<T> uni) {
        return Objects.requireNonNull(uni.await().atMost(PATIENCE));
    }
}

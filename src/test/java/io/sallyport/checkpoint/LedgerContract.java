package io.sallyport.checkpoint;

import static io.sallyport.checkpoint.StoreUnderTest.LEASE;
import static io.sallyport.checkpoint.StoreUnderTest.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls of tools, and the data of the tool that writes in the same commit. */
interface LedgerContract {
    String ARGUMENTS = "{\"sku\":\"a\"}";

    StoreUnderTest store();

    private CommitOutcome write(Lease lease, CallRow... rows) {
        return store().now(store().port().commit(store().commit(lease, draft -> draft.calls(rows))));
    }

    private List<OpenCall> open(Lease lease) {
        return store().now(store().port().openCalls(lease.run()));
    }

    @Test
    default void an_intent_is_open_until_its_outcome_is_known() {
        Lease lease = store().leased();
        String id = store().name("call");
        write(lease, call(id, 0, CallState.PROPOSED, "", ARGUMENTS));
        assertThat(open(lease)).isEmpty();

        write(lease, call(id, 0, CallState.INTENT, store().name("key"), ARGUMENTS));

        assertThat(open(lease)).singleElement().satisfies(call -> {
            assertThat(call.id()).isEqualTo(id);
            assertThat(call.state()).isEqualTo(CallState.INTENT);
            assertThat(call.epoch()).isEqualTo(1);
            assertThat(call.overIn()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2));
            assertThat(call.outcome()).isNull();
        });
        store().elapse(Duration.ofSeconds(3));
        assertThat(open(lease).getFirst().overIn()).isNegative();
        write(lease, call(id, 0, CallState.SUCCEEDED, "", ARGUMENTS));
        assertThat(open(lease)).isEmpty();
    }

    @Test
    default void a_later_owners_intent_carries_the_later_epoch_and_the_key_stays() {
        Lease first = store().leased();
        String id = store().name("call");
        String key = store().name("key");
        write(first, call(id, 0, CallState.INTENT, key, ARGUMENTS));
        store().elapse(LEASE.plusMillis(1));
        Lease second = store().claim(first.run()).orElseThrow().lease();
        assertThat(open(second).getFirst().epoch()).isEqualTo(1);

        write(second, call(id, 0, CallState.INTENT, store().name("key"), ARGUMENTS));

        assertThat(open(second)).singleElement().satisfies(call -> {
            assertThat(call.epoch()).isEqualTo(2);
            assertThat(call.key()).isEqualTo(key);
        });
    }

    @Test
    default void a_call_never_changes_its_arguments() {
        Lease lease = store().leased();
        String id = store().name("call");
        write(lease, call(id, 0, CallState.PROPOSED, "", ARGUMENTS));

        assertThatThrownBy(() -> write(lease, call(id, 0, CallState.INTENT, "", "{\"sku\":\"b\"}")))
                .isInstanceOf(LedgerConflict.class);

        assertThat(store().journal(lease.run())).as("nothing was written").hasSize(2);
        assertThat(open(lease)).isEmpty();
        assertThat(store().goOn(lease)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    default void a_key_is_one_calls_alone_whatever_the_arguments() {
        Lease lease = store().leased();
        Lease other = store().leased();
        String key = store().name("key");
        write(lease, call(store().name("call"), 0, CallState.INTENT, key, ARGUMENTS));

        assertThatThrownBy(() -> write(other, call(store().name("call"), 0, CallState.INTENT, key, "{\"sku\":\"b\"}")))
                .isInstanceOf(LedgerConflict.class);
        assertThatThrownBy(() -> write(other, call(store().name("call"), 0, CallState.INTENT, key, ARGUMENTS)))
                .isInstanceOf(LedgerConflict.class);

        assertThat(store().journal(other.run())).hasSize(1);
        assertThat(open(other)).isEmpty();
    }

    @Test
    default void a_late_result_is_evidence_while_the_call_is_open_and_the_first_counts() {
        Lease lease = store().leased();
        String open = store().name("call");
        String done = store().name("call");
        write(
                lease,
                call(open, 0, CallState.INTENT, store().name("key"), ARGUMENTS),
                call(done, 1, CallState.SUCCEEDED, store().name("key"), ARGUMENTS));

        for (String id : List.of(open, done, open, "call_none")) {
            Bytes came = Bytes.of("{\"orderId\":\"\0\"}");
            store().now(store().port().evidence(id, "succeeded", came).replaceWith(true));
        }
        store().now(store().port().evidence(open, "failed", Bytes.of("{}")).replaceWith(true));

        assertThat(open(lease)).singleElement().satisfies(call -> {
            assertThat(call.outcome()).isEqualTo("succeeded");
            assertThat(call.evidence()).isEqualTo(Bytes.of("{\"orderId\":\"\0\"}"));
        });
    }

    @Test
    default void values_are_written_with_their_commit_or_not_at_all() {
        Lease old = store().leased();
        Commit late = store().commit(old, draft -> draft.write(new KeyValueWrite("order-desk", "k", Bytes.of("9"))));
        store().elapse(LEASE.plusMillis(1));
        Lease lease = store().claim(old.run()).orElseThrow().lease();

        store().now(store().port()
                .commit(store().commit(
                                lease,
                                draft -> draft.write(new KeyValueWrite("s", "a\0b", Bytes.of("1")))
                                        .write(new KeyValueWrite("s", "a\0b", Bytes.of("\"\0\"")))
                                        .write(new KeyValueWrite("s", "other", Bytes.of("2"))))));
        store().now(store().port().commit(late));

        assertThat(store().now(store().port().keyValue("default", "s", "a\0b"))).contains(Bytes.of("\"\0\""));
        assertThat(store().now(store().port().keyValue("default", "order-desk", "k")))
                .isEmpty();
        assertThat(store().now(store().port().keyValue("other", "s", "other"))).isEmpty();
        store().now(store().port()
                .commit(store().commit(lease, draft -> draft.write(new KeyValueWrite("s", "a\0b", null)))));
        assertThat(store().now(store().port().keyValue("default", "s", "a\0b"))).isEmpty();
        assertThat(store().now(store().port().keyValue("default", "s", "other")))
                .contains(Bytes.of("2"));
    }
}

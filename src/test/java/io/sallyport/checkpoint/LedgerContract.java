package io.sallyport.checkpoint;

import static io.sallyport.checkpoint.StoreUnderTest.LEASE;
import static io.sallyport.checkpoint.StoreUnderTest.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static CallRow like(CallRow row, CallState state, String code) {
        return new CallRow(
                row.id(),
                row.step(),
                row.ordinal(),
                row.tool(),
                null,
                row.argsHash(),
                row.arguments(),
                state,
                row.attempts(),
                null,
                Bytes.of("{\"orderId\":\"\\u0000\"}"),
                code);
    }

    private Optional<KeyHolder> holder(String key) {
        return store().now(store().port().holder("default", "create_order", key));
    }

    /** A call by {@code key} that has come to {@code state}. */
    private CallRow ended(String key, CallState state, String code) {
        Lease lease = store().leased();
        CallRow intent = call(store().name("call"), 0, CallState.INTENT, key, ARGUMENTS);
        write(lease, intent);
        write(lease, like(intent, state, code));
        return intent;
    }

    @Test
    default void a_key_by_which_nothing_was_done_is_the_next_calls_whatever_its_arguments() {
        for (String ending : List.of("FAILED_NOT_APPLIED refused", "DENIED run_ended", "RECONCILED not_applied")) {
            String key = store().name("key");
            String[] how = ending.split(" ");
            CallRow first = ended(key, CallState.valueOf(how[0]), how[1]);
            assertThat(holder(key).orElseThrow().standing()).isEqualTo(KeyHolder.Standing.FREE);
            Lease lease = store().leased();
            CallRow next = call(store().name("call"), 0, CallState.INTENT, key, "{\"sku\":\"b\"}");

            assertThat(write(lease, next)).as(ending).isInstanceOf(CommitOutcome.Committed.class);

            assertThat(holder(key).orElseThrow().call()).isEqualTo(next.id()).isNotEqualTo(first.id());
            assertThat(open(lease))
                    .singleElement()
                    .satisfies(call -> assertThat(call.key()).isEqualTo(key));
        }
    }

    @Test
    default void a_key_by_which_something_was_or_may_have_been_done_is_nobody_elses() {
        List<String> endings = List.of(
                "ALLOWED tool_busy",
                "SUCCEEDED -",
                "FAILED_APPLIED output_too_large",
                "UNKNOWN tool_timeout",
                "RECONCILED applied",
                "RECONCILED compensated",
                "RECONCILED told_model",
                "RECONCILED -",
                "ABANDONED -");
        for (String ending : endings) {
            String key = store().name("key");
            String[] how = ending.split(" ");
            CallRow first = ended(key, CallState.valueOf(how[0]), how[1].equals("-") ? null : how[1]);
            Lease lease = store().leased();
            CallRow next = call(store().name("call"), 0, CallState.INTENT, key, ARGUMENTS);

            assertThatThrownBy(() -> write(lease, next)).as(ending).isInstanceOf(LedgerConflict.class);

            assertThat(holder(key).orElseThrow().call()).as(ending).isEqualTo(first.id());
            assertThat(store().goOn(lease)).as(ending).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    @Test
    default void whoever_finds_a_key_taken_can_see_what_became_of_it() {
        String key = store().name("key");
        CallRow first = ended(key, CallState.SUCCEEDED, null);

        assertThat(holder(key)).hasValueSatisfying(holder -> {
            assertThat(holder.call()).isEqualTo(first.id());
            assertThat(holder.direct()).isFalse();
            assertThat(holder.client()).isEqualTo("web-chat");
            assertThat(holder.argsHash()).isEqualTo(first.argsHash());
            assertThat(holder.arguments()).isEqualTo(Bytes.of(ARGUMENTS));
            assertThat(holder.standing()).isEqualTo(KeyHolder.Standing.DONE);
            assertThat(holder.result()).isEqualTo(Bytes.of("{\"orderId\":\"\\u0000\"}"));
        });
        assertThat(holder(store().name("key"))).isEmpty();
        assertThat(store().now(store().port().holder("default", "other_tool", key)))
                .isEmpty();
        assertThat(store().now(store().port().holder("other", "create_order", key)))
                .isEmpty();
    }

    @Test
    default void of_many_that_want_a_free_key_at_the_same_moment_one_gets_it() {
        String key = store().name("key");
        var _ = ended(key, CallState.FAILED_NOT_APPLIED, "refused");
        List<Uni<String>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Commit intent = store().commit(
                            store().leased(),
                            draft -> draft.calls(call(store().name("call"), 0, CallState.INTENT, key, ARGUMENTS)));
            attempts.add(store().port()
                    .commit(intent)
                    .map(outcome -> outcome.getClass().getSimpleName())
                    .onFailure(LedgerConflict.class)
                    .recoverWithItem("refused"));
        }

        List<String> outcomes = store().now(Uni.join().all(attempts).andFailFast());

        assertThat(outcomes).containsOnlyOnce("Committed");
        assertThat(outcomes.stream().filter("refused"::equals)).hasSize(7);
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

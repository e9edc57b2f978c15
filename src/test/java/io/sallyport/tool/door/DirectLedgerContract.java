package io.sallyport.tool.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.door.DirectLedger.Intent;
import io.sallyport.tool.door.DirectLedger.Opened;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger of direct calls promises. */
public abstract class DirectLedgerContract {
    protected static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Bytes ARGUMENTS = Bytes.of("{\"sku\":\"a\\u0000b\"}");

    protected final String key = UUID.randomUUID().toString();

    protected abstract DirectLedger ledger();

    /** Lets {@code time} pass for every row. */
    protected abstract void elapse(Duration time);

    @Test
    void the_first_intent_of_a_key_is_its_owner_s_and_the_second_finds_it() {
        Entry mine = mine("a");

        Entry found = found("b");
        assertThat(found.id()).isEqualTo(mine.id());
        assertThat(found.state()).isEqualTo(CallState.INTENT);
        assertThat(found.epoch()).isEqualTo(1);
        assertThat(found.owner()).isEqualTo("a");
        assertThat(found.inFlight()).isTrue();
        assertThat(found.overIn()).isBetween(Duration.ofSeconds(50), MINUTE);
        assertThat(found.argumentsHash()).isEqualTo(ARGUMENTS.sha256());
        assertThat(found.run()).isNull();
    }

    @Test
    void an_intent_whose_answer_was_lost_is_still_its_owner_s() {
        NewCall call = call("a", key);
        Opened first = get(ledger().open(call));
        Opened again = get(ledger().open(call));

        assertThat(again).isInstanceOf(Opened.Mine.class);
        assertThat(again.entry().id()).isEqualTo(first.entry().id());
    }

    @Test
    void of_many_at_once_one_owns_the_key() {
        List<Opened> all = get(Multi.createFrom()
                .range(0, 40)
                .onItem()
                .transformToUni(i -> ledger().open(call("owner-" + i, key)))
                .merge(40)
                .collect()
                .asList());

        assertThat(all).filteredOn(Opened.Mine.class::isInstance).hasSize(1);
        assertThat(all.stream().map(opened -> opened.entry().id()).distinct()).hasSize(1);
    }

    @Test
    void calls_without_a_key_are_all_different() {
        Opened one = get(ledger().open(call("a", null)));
        Opened other = get(ledger().open(call("a", null)));

        assertThat(one).isInstanceOf(Opened.Mine.class);
        assertThat(other).isInstanceOf(Opened.Mine.class);
        assertThat(one.entry().id()).isNotEqualTo(other.entry().id());
    }

    @Test
    void a_result_is_accepted_once_and_told_byte_by_byte() {
        Entry mine = mine("a");

        assertThat(get(ledger().settle(mine.intent(), success("{ \"x\": \"\\u0000\" }"))))
                .isTrue();
        assertThat(get(ledger().settle(mine.intent(), success("{}")))).isFalse();

        Entry settled = found("b");
        assertThat(settled.state()).isEqualTo(CallState.SUCCEEDED);
        assertThat(settled.result()).isEqualTo(Bytes.of("{ \"x\": \"\\u0000\" }"));
    }

    @Test
    void nobody_takes_over_before_the_deadline_and_one_after_it() {
        Entry seen = mine("a");
        assertThat(get(ledger().raise(seen, "b", MINUTE))).isEmpty();

        elapse(MINUTE.plusSeconds(1));
        assertThat(get(ledger().find("default", "create_order", key))
                        .orElseThrow()
                        .inFlight())
                .isFalse();
        Entry raised = get(ledger().raise(seen, "b", MINUTE)).orElseThrow();
        assertThat(raised.epoch()).isEqualTo(2);
        assertThat(raised.inFlight()).isTrue();
        assertThat(raised.age()).isGreaterThan(MINUTE);
        assertThat(get(ledger().raise(seen, "c", MINUTE)))
                .as("the same row seen by another")
                .isEmpty();
    }

    @Test
    void an_owner_raises_its_own_intent_at_any_time() {
        Entry seen = mine("a");

        assertThat(get(ledger().raise(seen, "a", MINUTE)).orElseThrow().epoch()).isEqualTo(2);
    }

    @Test
    void what_was_not_done_can_be_intended_again_and_what_was_done_cannot() {
        Entry mine = mine("a");
        settle(mine, Settlement.failed(CallState.FAILED_NOT_APPLIED, ToolError.of("tool_busy", "Not now.")));
        Entry again = get(ledger().raise(found("b"), "b", MINUTE)).orElseThrow();
        assertThat(again.state()).isEqualTo(CallState.INTENT);
        settle(again, success("1"));

        assertThat(get(ledger().raise(found("c"), "c", MINUTE))).isEmpty();
        elapse(MINUTE.multipliedBy(2));
        assertThat(get(ledger().raise(found("c"), "c", MINUTE))).isEmpty();
    }

    @Test
    void the_result_of_an_older_epoch_is_not_accepted_but_kept_as_evidence() {
        Entry old = mine("a");
        elapse(MINUTE.plusSeconds(1));
        Entry successor = get(ledger().raise(old, "b", MINUTE)).orElseThrow();

        assertThat(get(ledger().settle(old.intent(), success("1")))).isFalse();
        assertThat(get(ledger().evidence(old.intent(), success("1")))).isTrue();
        assertThat(found("c").state()).isEqualTo(CallState.INTENT);
        settle(successor, success("2"));

        CallRecord record = record(old.id());
        assertThat(record.result()).isEqualTo(Bytes.of("2"));
        assertThat(record.evidence()).isEqualTo("SUCCEEDED");
        assertThat(record.attempts()).isEqualTo(2);
    }

    @Test
    void what_is_abandoned_is_unknown_until_evidence_settles_it() {
        Entry old = mine("a");
        assertThat(get(ledger().abandon(old))).as("before its deadline").isFalse();
        elapse(MINUTE.plusSeconds(1));
        assertThat(get(ledger().abandon(old))).isTrue();
        assertThat(get(ledger().abandon(old))).as("a second time").isFalse();
        assertThat(found("b").state()).isEqualTo(CallState.UNKNOWN);
        assertThat(get(ledger().raise(found("b"), "b", MINUTE))).isEmpty();

        assertThat(get(ledger().evidence(old.intent(), success("\"late\"")))).isTrue();
        Entry settled = found("b");
        assertThat(settled.state()).isEqualTo(CallState.RECONCILED);
        assertThat(settled.result()).isEqualTo(Bytes.of("\"late\""));
    }

    @Test
    void evidence_that_nothing_was_done_settles_too() {
        Entry old = mine("a");
        elapse(MINUTE.plusSeconds(1));
        assertThat(get(ledger().abandon(old))).isTrue();

        Settlement refused = Settlement.failed(CallState.FAILED_NOT_APPLIED, ToolError.of("tool_refused", "No."));
        assertThat(get(ledger().evidence(old.intent(), refused))).isTrue();
        assertThat(found("b").state()).isEqualTo(CallState.FAILED_NOT_APPLIED);
        assertThat(record(old.id()).code()).isEqualTo("tool_refused");
    }

    @Test
    void who_still_has_the_latest_intent_has_no_evidence_to_give() {
        Entry mine = mine("a");

        assertThat(get(ledger().evidence(mine.intent(), success("1")))).isFalse();
    }

    @Test
    void an_intent_that_is_let_go_of_is_over_at_once() {
        Entry mine = mine("a");
        assertThat(get(ledger().postpone(new Intent(mine.id(), 7))))
                .as("another epoch's")
                .isFalse();
        assertThat(get(ledger().postpone(mine.intent()))).isTrue();

        Entry seen = found("b");
        assertThat(seen.inFlight()).isFalse();
        assertThat(get(ledger().raise(seen, "b", MINUTE))).isPresent();
    }

    @Test
    void that_one_attempt_did_nothing_says_nothing_about_the_next() {
        Entry first = mine("a");
        elapse(MINUTE.plusSeconds(1));
        Entry second = get(ledger().raise(first, "b", MINUTE)).orElseThrow();
        settle(second, Settlement.failed(CallState.UNKNOWN, ToolError.of("tool_timeout", "No answer.")));
        Settlement nothing = Settlement.failed(CallState.FAILED_NOT_APPLIED, ToolError.of("tool_busy", "Not now."));

        assertThat(get(ledger().evidence(first.intent(), nothing))).isTrue();

        assertThat(found("c").state()).isEqualTo(CallState.UNKNOWN);
        assertThat(record(first.id()).evidence()).isEqualTo("FAILED_NOT_APPLIED");
        assertThat(record(first.id()).code()).isEqualTo("tool_timeout");
    }

    @Test
    void a_call_is_shown_whole_in_its_own_tenant_and_tool_only() {
        Entry mine = mine("a");
        CallRecord record = record(mine.id());

        assertThat(record.arguments()).isEqualTo(ARGUMENTS);
        assertThat(record.client()).isEqualTo("batch");
        assertThat(record.subject()).isEqualTo("somebody");
        assertThat(record.result()).isNull();
        assertThat(record.createdAt()).isNotNull();
        assertThat(get(ledger().record("other", "create_order", mine.id()))).isEmpty();
        assertThat(get(ledger().record("default", "other", mine.id()))).isEmpty();
        assertThat(get(ledger().find(mine.id()))).isPresent();
        assertThat(get(ledger().find("call_none"))).isEmpty();
        assertThat(get(ledger().find("other", "create_order", key))).isEmpty();
    }

    private static NewCall byAnother(String owner, String key) {
        NewCall call = call(owner, key);
        return new NewCall(
                call.id(),
                call.tenant(),
                call.tool(),
                "other",
                null,
                key,
                Bytes.of("{}"),
                call.owner(),
                call.deadline());
    }

    @Test
    void a_key_by_which_somebody_else_has_done_nothing_is_taken_and_they_cannot_go_on_with_it() {
        Entry first = mine("a");
        assertThat(get(ledger().open(byAnother("b", key)))).isInstanceOf(Opened.Found.class);
        settle(first, new Settlement(CallState.FAILED_NOT_APPLIED, Bytes.of("{}"), "tool_refused", List.of()));
        Entry failed = found("c");

        Opened taken = get(ledger().open(byAnother("b", key)));

        assertThat(taken).isInstanceOf(Opened.Mine.class);
        assertThat(get(ledger().raise(failed, "c", MINUTE))).isEmpty();
        assertThat(found("c").id()).isEqualTo(taken.entry().id());
        assertThat(record(first.id()).state()).isEqualTo(CallState.FAILED_NOT_APPLIED);
    }

    protected final Entry mine(String owner) {
        Opened opened = get(ledger().open(call(owner, key)));
        assertThat(opened).isInstanceOf(Opened.Mine.class);
        return opened.entry();
    }

    protected final Entry found(String owner) {
        Opened opened = get(ledger().open(call(owner, key)));
        assertThat(opened).isInstanceOf(Opened.Found.class);
        return opened.entry();
    }

    protected final void settle(Entry entry, Settlement settlement) {
        assertThat(get(ledger().settle(entry.intent(), settlement))).isTrue();
    }

    protected final CallRecord record(String call) {
        Optional<CallRecord> record = get(ledger().record("default", "create_order", call));
        return record.orElseThrow();
    }

    protected static Settlement success(String json) {
        return new Settlement(CallState.SUCCEEDED, Bytes.of(json), null, List.of());
    }

    protected static NewCall call(String owner, @Nullable String key) {
        return new NewCall(
                "call_" + UUID.randomUUID(),
                "default",
                "create_order",
                "batch",
                "somebody",
                key,
                ARGUMENTS,
                owner,
                MINUTE);
    }

    protected static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}

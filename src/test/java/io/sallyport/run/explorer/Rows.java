package io.sallyport.run.explorer;

import io.sallyport.checkpoint.ApprovalRow;
import io.sallyport.checkpoint.CallRow;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.Kin;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Work.Draft;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A draft as the statement that an owner sends, with the rows that its events imply. */
final class Rows {
    private Rows() {}

    static Commit commit(Owner owner, Draft draft, Instant now) {
        RunState after = owner.state;
        for (RunEvent event : draft.events()) {
            after = Fold.apply(after, event, now);
        }
        return new Commit(
                "commit_" + owner.lease.epoch() + "_" + owner.nextSeq + "_" + owner.known,
                draft.point(),
                owner.lease,
                owner.nextSeq,
                owner.known,
                draft.ending(),
                draft.events().stream().map(RunEventJson::write).toList(),
                Totals.NONE,
                calls(owner.state, after),
                approvals(draft),
                Optional.empty(),
                draft.writes(),
                Kin.NONE);
    }

    private static List<CallRow> calls(RunState before, RunState after) {
        return after.calls()
                .filter(call -> !before.call(call.id()).equals(Optional.of(call)))
                .map(Rows::row)
                .toList();
    }

    private static CallRow row(CallView call) {
        return new CallRow(
                call.id(),
                call.step(),
                call.ordinal(),
                call.tool(),
                call.key().orElse(null),
                call.argsHash(),
                Json.bytes(call.arguments()),
                call.state(),
                call.attempts(),
                call.state() == CallState.INTENT ? Duration.ofSeconds(3) : null,
                call.answer().map(Json::bytes).orElse(null),
                call.state() == CallState.DENIED ? denied(call) : null);
    }

    private static String denied(CallView call) {
        return call.answer().orElseThrow().path("error").path("code").asText();
    }

    private static List<ApprovalRow> approvals(Draft draft) {
        return draft.events().stream()
                .filter(RunEvent.ApprovalRequired.class::isInstance)
                .map(RunEvent.ApprovalRequired.class::cast)
                .map(e -> new ApprovalRow(
                        e.approval(),
                        e.call(),
                        "tool",
                        "order-desk",
                        e.argsHash(),
                        Duration.ofMillis(e.expiresInMillis())))
                .toList();
    }

    static Commit with(Commit commit, io.sallyport.checkpoint.Lease lease, long seq, long seen) {
        return new Commit(
                commit.id(),
                commit.point(),
                lease,
                seq,
                seen,
                commit.ending(),
                commit.events(),
                commit.totals(),
                commit.calls(),
                commit.approvals(),
                commit.attempt(),
                commit.writes(),
                commit.kin());
    }
}

package io.sallyport.checkpoint.pg;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.ApprovalRow;
import io.sallyport.checkpoint.AttemptRow;
import io.sallyport.checkpoint.CallRow;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.KeyValueWrite;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.Bytes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The parameters of the statements of {@link CommitSql}: rows as columns, one array each. */
final class CommitValues {
    private final Blobs blobs = new Blobs();
    private final Sql.Values values = Sql.Values.none();

    private CommitValues() {}

    static Sql.Values of(Commit commit) {
        CommitValues all = new CommitValues();
        all.fence(commit);
        all.totals(commit.totals(), commit.ending() instanceof Ending.End);
        all.events(commit.events());
        all.calls(commit.calls());
        all.approvals(commit.approvals());
        all.attempt(commit.attempt());
        all.writes(commit.writes());
        return KinSql.with(
                all.values.with("digests", all.blobs.digests()).with("contents", all.blobs.contents()), commit);
    }

    private void fence(Commit commit) {
        var _ = values.with("run", commit.lease().run())
                .with("epoch", commit.lease().epoch())
                .with("owner", commit.lease().owner())
                .with("expected", commit.expectedSeq())
                .with("seen", commit.seenSignals())
                .with("commit", commit.id())
                .with("minds_signals", commit.mindsSignals())
                .with("expired", commit.expired().toArray(String[]::new))
                .with("progress", commit.point().progress() || !(commit.ending() instanceof Ending.GoOn))
                .with("event_count", (long) commit.events().size());
        var _ = switch (commit.ending()) {
            case Ending.GoOn() -> ending("GO_ON", RunStatus.RUNNING, Optional.empty());
            case Ending.Wait(RunStatus status, Optional<Duration> wakeIn) -> ending("WAIT", status, wakeIn);
            case Ending.End(RunStatus status) -> ending("END", status, Optional.empty());
        };
    }

    private Sql.Values ending(String kind, RunStatus status, Optional<Duration> wakeIn) {
        return values.with("ending", kind)
                .with("status", status.name())
                .with("wake_in", wakeIn.map(Duration::toMillis).orElse(null));
    }

    private void totals(Totals totals, boolean end) {
        var _ = values.with("wall", totals.wallMillis())
                .with("steps", totals.steps())
                .with("tool_calls", totals.toolCalls())
                .with("input", totals.tokens().input())
                .with("cached", totals.tokens().cachedInput())
                .with("cache_write", totals.tokens().cacheWrite())
                .with("output", totals.tokens().output())
                .with("reasoning", totals.tokens().reasoning())
                .with("reserved", end ? 0L : totals.reservedTokens())
                .with("cost", totals.costNano())
                .with("cost_reserved", end ? 0L : totals.reservedCostNano());
    }

    private void events(List<NewEvent> events) {
        column("types", events, String[]::new, NewEvent::type);
        column("data", events, Buffer[]::new, event -> Columns.buffer(event.data()));
        column("event_blobs", events, Buffer[]::new, event -> blobs.add(event.content()));
    }

    private void calls(List<CallRow> calls) {
        column("call_ids", calls, String[]::new, CallRow::id);
        column("call_steps", calls, Integer[]::new, CallRow::step);
        column("ordinals", calls, Integer[]::new, CallRow::ordinal);
        column("tools", calls, String[]::new, CallRow::tool);
        column("keys", calls, String[]::new, CallRow::key);
        column("args_hashes", calls, Buffer[]::new, call -> Columns.buffer(call.argsHash()));
        column("args_blobs", calls, Buffer[]::new, call -> blobs.add(call.arguments()));
        column("states", calls, String[]::new, call -> call.state().name());
        column("attempts", calls, Integer[]::new, CallRow::attempts);
        column("deadlines", calls, Long[]::new, call -> millis(call.deadline()));
        column("result_blobs", calls, Buffer[]::new, call -> blobs.add(call.result()));
        column("codes", calls, String[]::new, CallRow::code);
    }

    private void approvals(List<ApprovalRow> approvals) {
        column("approval_ids", approvals, String[]::new, ApprovalRow::id);
        column("approval_calls", approvals, String[]::new, ApprovalRow::call);
        column("approval_tools", approvals, String[]::new, ApprovalRow::tool);
        column("approval_agents", approvals, String[]::new, ApprovalRow::agent);
        column("approval_hashes", approvals, Buffer[]::new, approval -> Columns.buffer(approval.argsHash()));
        column("approval_terms", approvals, Long[]::new, approval -> millis(approval.expiresIn()));
        column("approval_rules", approvals, String[]::new, ApprovalRow::rule);
        column("approval_origins", approvals, Buffer[]::new, approval -> buffer(approval.origins()));
    }

    private void attempt(Optional<AttemptRow> attempt) {
        Optional<Usage> usage = attempt.map(AttemptRow::usage);
        var _ = values.with("step", attempt.map(AttemptRow::step).orElse(null))
                .with("attempt", attempt.map(AttemptRow::attempt).orElse(null))
                .with("attempt_state", attempt.map(AttemptRow::state).orElse(null))
                .with("route", attempt.map(AttemptRow::route).orElse(null))
                .with("model", attempt.map(AttemptRow::model).orElse(null))
                .with("attempt_code", attempt.map(AttemptRow::code).orElse(null))
                .with("attempt_reserved", attempt.map(AttemptRow::reserved).orElse(null))
                .with(
                        "attempt_cost_reserved",
                        attempt.map(AttemptRow::reservedNano).orElse(null))
                .with("attempt_input", usage.map(Usage::input).orElse(null))
                .with("attempt_cached", usage.map(Usage::cachedInput).orElse(null))
                .with("attempt_cache_write", usage.map(Usage::cacheWrite).orElse(null))
                .with("attempt_output", usage.map(Usage::output).orElse(null))
                .with("attempt_reasoning", usage.map(Usage::reasoning).orElse(null))
                .with("attempt_cost", attempt.map(AttemptRow::costNano).orElse(null));
    }

    /** The last one for each key, in the order of the keys: a row is written once by one statement, and in one order by all. */
    private void writes(List<KeyValueWrite> writes) {
        Map<String, KeyValueWrite> last = new TreeMap<>();
        writes.forEach(write -> last.put(write.space() + "\n" + write.key(), write));
        column("spaces", last.values(), String[]::new, KeyValueWrite::space);
        column("value_keys", last.values(), Buffer[]::new, write -> Columns.buffer(Bytes.of(write.key())));
        column("values", last.values(), Buffer[]::new, write -> buffer(write.value()));
    }

    private static @Nullable Buffer buffer(@Nullable Bytes bytes) {
        return bytes == null ? null : Columns.buffer(bytes);
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    private <R, C> void column(String name, Collection<R> rows, IntFunction<C[]> array, Function<R, @Nullable C> cell) {
        var _ = values.with(name, rows.stream().map(cell).toArray(array));
    }
}

package io.sallyport.run.pg;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.pg.Columns;
import io.sallyport.run.ApprovalLine;
import io.sallyport.run.CallLine;
import io.sallyport.run.ChildLine;
import io.sallyport.run.RunDetails;
import io.sallyport.run.RunDetails.AttemptLine;
import io.sallyport.run.RunDetails.StepLine;
import io.sallyport.run.RunFilter;
import io.sallyport.run.RunLine;
import io.sallyport.run.RunViews;
import io.sallyport.run.ThreadLine;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is shown of runs. */
@Singleton
class PgRunViews implements RunViews {
    private final Reads reads;

    @Inject
    PgRunViews(Pool pool) {
        this.reads = new Reads(pool);
    }

    @Override
    public Uni<List<RunLine>> runs(RunFilter filter) {
        RunsQuery query = RunsQuery.of(filter);
        return reads.list(query.sql(), query.values(), Rows::run);
    }

    @Override
    public Uni<RunDetails> details(String run, RunStatus status) {
        Tuple ofRun = Tuple.of(run);
        return Uni.combine()
                .all()
                .unis(
                        reads.list(Statements.STEPS, ofRun, StepRow::of),
                        reads.list(Statements.CALLS, ofRun, Rows::call),
                        reads.list(Statements.APPROVALS_OF_RUN, ofRun, Rows::approval),
                        reads.list(Statements.LAST_ENDING, ofRun, Rows::event),
                        reads.list(Statements.LAST_ANSWER, ofRun, Rows::event),
                        status.terminal()
                                ? Uni.createFrom().item(List.<JournalEvent>of())
                                : reads.list(Statements.QUESTIONS, ofRun, Rows::event))
                .asTuple()
                .map(all -> new RunDetails(
                        steps(all.getItem1()),
                        all.getItem2(),
                        all.getItem3(),
                        first(all.getItem4()),
                        first(all.getItem5()),
                        all.getItem6()));
    }

    @Override
    public Uni<List<ChildLine>> children(String run) {
        return reads.list(Statements.CHILDREN, Tuple.of(run), Rows::child);
    }

    @Override
    public Uni<Optional<CallLine>> call(String run, String call) {
        return reads.list(Statements.CALL, Tuple.of(run, call), Rows::call).map(PgRunViews::first);
    }

    @Override
    public Uni<Optional<ApprovalLine>> approval(String approval) {
        return reads.list(Statements.APPROVAL, Tuple.of(approval), Rows::approval)
                .map(PgRunViews::first);
    }

    @Override
    public Uni<List<ApprovalLine>> pending(String tenant, @Nullable String after, int most) {
        return reads.list(Statements.PENDING, Tuple.of(tenant, after, most), Rows::approval);
    }

    @Override
    public Uni<List<String>> pendingIds(String tenant, int most) {
        return reads.list(Statements.PENDING_IDS, Tuple.of(tenant, most), row -> row.getString("id"));
    }

    @Override
    public Uni<Optional<ThreadLine>> thread(String thread) {
        return reads.list(Statements.THREAD, Tuple.of(thread), Rows::thread).map(PgRunViews::first);
    }

    private static <T> Optional<T> first(List<T> rows) {
        return rows.stream().findFirst();
    }

    private static List<StepLine> steps(List<StepRow> rows) {
        Map<Integer, List<StepRow>> byStep = new LinkedHashMap<>();
        rows.forEach(row -> byStep.computeIfAbsent(row.step().step(), _ -> new ArrayList<>())
                .add(row));
        return byStep.values().stream().map(PgRunViews::step).toList();
    }

    private static StepLine step(List<StepRow> rows) {
        StepLine step = rows.getFirst().step();
        return new StepLine(
                step.step(),
                step.startedAt(),
                step.endedAt(),
                rows.stream().flatMap(row -> row.attempt().stream()).toList());
    }

    /** A step beside one of its attempts. */
    private record StepRow(StepLine step, Optional<AttemptLine> attempt) {
        static StepRow of(Row row) {
            return new StepRow(
                    new StepLine(
                            row.getInteger("step"),
                            Columns.at(row, "started_at"),
                            Columns.atOrNull(row, "ended_at"),
                            List.of()),
                    row.getInteger("attempt") == null ? Optional.empty() : Optional.of(Rows.attempt(row)));
        }
    }
}

package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.LedgerConflict;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * C2 to C7: sends the statement, and asks what has become of the run where the answer was lost or nothing was written. A statement that is
 * still under way when it is sent again does no harm: of the two one finds the sequence number moved.
 */
final class Committing {
    private static final Set<String> LEDGER = Set.of(
            "tool_call_pkey", "tool_call_key", "tool_call_run_step_ordinal_key", "approval_pkey", "approval_call_key");

    private final Database database;
    private final Duration lease;

    /** @param lease after that long somebody else has the run, and trying on is of no use */
    Committing(Database database, Duration lease) {
        this.database = database;
        this.lease = lease;
    }

    Uni<CommitOutcome> commit(Commit commit) {
        return send(commit, new Patience(lease));
    }

    private Uni<CommitOutcome> send(Commit commit, Patience patience) {
        return database.once(KinSql.of(commit), CommitValues.of(commit), patience)
                .onFailure(Committing::refusedByLedger)
                .transform(failure -> new LedgerConflict(
                        "The ledger has another call, or other arguments, under a key or id of commit " + commit.id()
                                + " of run " + commit.lease().run() + "."))
                .map(rows -> rows.stream().findFirst().map(Committing::committed))
                .onFailure(Failures::passing)
                .recoverWithItem(failure -> unknown(patience, failure))
                .chain(done ->
                        done.map(outcome -> Uni.createFrom().item(outcome)).orElseGet(() -> resolve(commit, patience)));
    }

    private static CommitOutcome committed(Row row) {
        return new CommitOutcome.Committed(Columns.at(row, "at"), row.getBoolean("word"));
    }

    private static <T> Optional<T> unknown(Patience patience, Throwable failure) {
        patience.note(failure);
        return Optional.empty();
    }

    private static boolean refusedByLedger(Throwable failure) {
        return LEDGER.contains(Failures.duplicate(failure)) || Failures.refusedBy(failure, "args_hash");
    }

    private Uni<CommitOutcome> resolve(Commit commit, Patience patience) {
        Sql.Values values = Sql.Values.none().with("run", commit.lease().run()).with("expected", commit.expectedSeq());
        return database.once(CommitSql.STANDING, values, patience)
                .map(Optional::of)
                .onFailure(Failures::passing)
                .recoverWithItem(failure -> unknown(patience, failure))
                .chain(answer -> answer.map(rows -> rows.stream()
                                .findFirst()
                                .map(row -> verdict(commit, patience, row))
                                .orElseGet(Committing::lost))
                        .orElseGet(() -> patience.pause().chain(() -> resolve(commit, patience))));
    }

    private Uni<CommitOutcome> verdict(Commit commit, Patience patience, Row row) {
        if (commit.id().equals(row.getString("commit_id"))) {
            boolean mayHaveLeftWord = commit.ending() instanceof Ending.End;
            return Uni.createFrom().item(new CommitOutcome.Committed(Columns.at(row, "at"), mayHaveLeftWord));
        }
        boolean mine = row.getLong("lease_epoch") == commit.lease().epoch()
                && row.getLong("next_seq") == commit.expectedSeq()
                && row.getString("status").equals("RUNNING");
        if (!mine) {
            return lost();
        }
        boolean signalled = commit.mindsSignals() && row.getLong("signals") != commit.seenSignals();
        return signalled
                ? Uni.createFrom().item(new CommitOutcome.Signalled())
                : patience.pause().chain(() -> send(commit, patience));
    }

    private static Uni<CommitOutcome> lost() {
        return Uni.createFrom().item(new CommitOutcome.Lost());
    }
}

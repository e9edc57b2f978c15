package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Accepted;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.core.Sha256;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** C0: sends the statement until it is known what became of it. The run's id is new, so a run of that id is this one. */
final class Accepting {
    private static final Duration PATIENCE = Duration.ofMillis(5500);

    private final Database database;
    private final Reading reading;
    private final Duration keep;

    /** @param keep for how long a caller's key is kept */
    Accepting(Database database, Reading reading, Duration keep) {
        this.database = database;
        this.reading = reading;
        this.keep = keep;
    }

    Uni<Accepted> accept(NewRun run) {
        return Reading.storable(run.thread())
                ? send(run, new Patience(PATIENCE))
                : Uni.createFrom().item(new Accepted.NoSuchThread());
    }

    private Uni<Accepted> send(NewRun run, Patience patience) {
        return database.once(AcceptSql.ACCEPT, AcceptSql.accept(run, keep), patience)
                .onFailure(failure -> Failures.refusedBy(failure, "thread_pos"))
                .recoverWithItem(List.of())
                .chain(rows -> rows.isEmpty() ? explain(run, patience) : created(Rows.run(rows.getFirst())))
                // The first try was still under way when this one was sent, and has come to its end.
                .onFailure(failure -> "run_pkey".equals(Failures.duplicate(failure)))
                .recoverWithUni(() -> foundOrSend(run, patience))
                .onFailure(Failures::passing)
                .recoverWithUni(failure -> again(run, patience, failure));
    }

    private static Uni<Accepted> created(RunRecord run) {
        return Uni.createFrom().item(new Accepted.Created(run));
    }

    private Uni<Accepted> again(NewRun run, Patience patience, Throwable failure) {
        patience.note(failure);
        if (Failures.lasting(failure)) {
            return Uni.createFrom().failure(Failures.unavailable(failure));
        }
        return patience.pause().chain(() -> foundOrSend(run, patience));
    }

    private Uni<Accepted> foundOrSend(NewRun run, Patience patience) {
        return reading.find(run.id())
                .chain(found -> found.map(Accepting::created).orElseGet(() -> send(run, patience)));
    }

    private Uni<Accepted> explain(NewRun run, Patience patience) {
        return database.once(AcceptSql.WHY, AcceptSql.why(run), patience)
                .chain(rows -> verdict(run, rows.getFirst())
                        .orElseGet(() -> patience.pause().chain(() -> send(run, patience))));
    }

    /** Empty: what was in the way is gone. */
    private Optional<Uni<Accepted>> verdict(NewRun run, Row row) {
        String keyed = row.getString("subject_id");
        if (keyed != null) {
            return Optional.of(replayed(run, keyed, Columns.digest(row, "fingerprint")));
        }
        if (row.getBoolean("foreign")) {
            return Optional.of(Uni.createFrom().item(new Accepted.NoSuchThread()));
        }
        return run.busy() == NewRun.Busy.REJECT
                ? Optional.ofNullable(row.getString("holder"))
                        .map(holder -> Uni.createFrom().item(new Accepted.ThreadBusy(holder)))
                : Optional.empty();
    }

    private Uni<Accepted> replayed(NewRun run, String keyed, Sha256 fingerprint) {
        if (!run.key().map(NewRun.CallerKey::fingerprint).equals(Optional.of(fingerprint))) {
            return Uni.createFrom().item(new Accepted.KeyReused());
        }
        return reading.find(keyed)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("a key stands for no run: " + keyed)))
                .map(record -> keyed.equals(run.id()) ? new Accepted.Created(record) : new Accepted.Replayed(record));
    }
}

package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.AlreadyTold;
import io.sallyport.checkpoint.Decided;
import io.sallyport.checkpoint.Decision;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signals, and the decisions that are signals too: raised and counted by one statement, which wakes who sleeps. */
final class Inbox {
    private static final Duration PATIENCE = Duration.ofMillis(5500);

    /** Which refuses a second signal of a kind about the same call, and with it the whole statement. */
    private static final String ONE_FOR_EACH_CALL = "signal_call";

    /** A blocked run in line becomes available as well: a cancel does not wait for its turn. */
    static final Map<String, String> WAKING = Map.of("wake", """
            UPDATE run
            SET signals = signals + 1,
                status = CASE WHEN status = 'RUNNING' THEN status ELSE 'QUEUED' END,
                available_at = CASE WHEN status = 'RUNNING' THEN available_at ELSE now() END,
                wait_until = NULL,
                updated_at = now()
            """);

    private static final Sql SIGNAL = Sql.of("""
            WITH woken AS (
                {wake}
                WHERE id = :run AND status NOT IN ({terminal})
                RETURNING id, signals
            )
            INSERT INTO signal (run, n, kind, data, actor, call)
            SELECT id, signals, :kind::text, :data::bytea, :actor::text, :call::text FROM woken
            RETURNING n, kind, data, actor, at
            """, WAKING);

    /** The same thing, said by the same person a moment ago: what a lost answer was about. */
    private static final Sql RAISED = Sql.of("""
            SELECT n, kind, data, actor, at FROM signal
            WHERE run = :run AND kind = :kind AND data = :data AND actor = :actor AND at > now() - interval '1 minute'
            ORDER BY n DESC LIMIT 1
            """);

    private static final Sql FIRST =
            Sql.of("SELECT n, kind, data, actor, at FROM signal WHERE run = :run AND kind = :kind AND call = :call");

    /**
     * First the run's row, as every commit does it: the one that ends the run takes its approvals along, and of two who take two rows each the
     * other way round one would be thrown out. Then the approval's row decides who was first.
     */
    private static final Sql DECIDE = Sql.of("""
            WITH open AS (
                SELECT id FROM run WHERE id = :run AND status NOT IN ({terminal}) FOR UPDATE
            ), chosen AS (
                UPDATE approval
                SET state = :verdict::text, decided_by = :actor::text, decided_at = now(), reason = :reason::text
                FROM open
                WHERE approval.id = :approval AND run = open.id
                  AND state = 'PENDING'
                  AND expires_at > now()
                  AND args_hash = :args_hash::bytea
                RETURNING run
            ), woken AS (
                {wake}
                WHERE id = (SELECT run FROM chosen) AND status NOT IN ({terminal})
                RETURNING signals
            )
            INSERT INTO signal (run, n, kind, data, actor)
            SELECT run, (SELECT signals FROM woken), 'approval', :data::bytea, :actor::text FROM chosen
            RETURNING n, kind, data, actor, at
            """, WAKING);

    private static final Sql STANDING = Sql.of("""
            SELECT a.state, a.decided_by, a.args_hash = :args_hash::bytea AS same,
                   a.expires_at <= now() OR r.status IN ({terminal}) AS over
            FROM approval a JOIN run r ON r.id = a.run
            WHERE a.id = :approval AND a.run = :run
            """);

    private final Database database;

    Inbox(Database database) {
        this.database = database;
    }

    Uni<Optional<Signal>> signal(NewSignal signal) {
        return Reading.storable(signal.run())
                ? raise(signal, new Patience(PATIENCE))
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<Signal>> raise(NewSignal signal, Patience patience) {
        return database.once(SIGNAL, values(signal).with("call", signal.call()), patience)
                .map(Inbox::first)
                .onFailure(failure -> ONE_FOR_EACH_CALL.equals(Failures.duplicate(failure)))
                .recoverWithUni(() -> told(signal, patience))
                .onFailure(Failures::passing)
                .recoverWithUni(failure -> later(
                        failure,
                        patience,
                        () -> raised(signal, patience)
                                .chain(found ->
                                        found.isPresent() ? Uni.createFrom().item(found) : raise(signal, patience))));
    }

    /** Who was first; that may have been an earlier try of this one, whose answer was lost. */
    private Uni<Optional<Signal>> told(NewSignal signal, Patience patience) {
        boolean tried = patience.uncertain();
        Sql.Values values = Sql.Values.none()
                .with("run", signal.run())
                .with("kind", signal.kind().label())
                .with("call", signal.call());
        return database.ask(FIRST, values, patience).map(Inbox::first).map(found -> {
            Signal first = found.orElseThrow(() -> new IllegalStateException("what was in the way is gone"));
            if (tried && first.data().equals(signal.data()) && first.actor().equals(signal.actor())) {
                return found;
            }
            throw new AlreadyTold(first.actor());
        });
    }

    private Uni<Optional<Signal>> raised(NewSignal signal, Patience patience) {
        return database.ask(RAISED, values(signal), patience).map(Inbox::first);
    }

    private static Sql.Values values(NewSignal signal) {
        return Sql.Values.none()
                .with("run", signal.run())
                .with("kind", signal.kind().label())
                .with("data", Columns.buffer(signal.data()))
                .with("actor", signal.actor());
    }

    private static Optional<Signal> first(List<Row> rows) {
        return rows.stream().findFirst().map(Rows::signal);
    }

    private static <T> Uni<T> later(Throwable failure, Patience patience, Supplier<Uni<T>> again) {
        patience.note(failure);
        return Failures.lasting(failure)
                ? Uni.createFrom().failure(Failures.unavailable(failure))
                : patience.pause().chain(passed -> again.get());
    }

    Uni<Decided> decide(Decision decision) {
        return Reading.storable(decision.run() + decision.approval())
                ? decide(decision, new Patience(PATIENCE))
                : Uni.createFrom().item(new Decided.NotFound());
    }

    private Uni<Decided> decide(Decision decision, Patience patience) {
        Sql.Values values = standing(decision)
                .with("verdict", decision.verdict().name())
                .with("actor", decision.actor())
                .with("reason", reason(decision))
                .with("data", Columns.buffer(decision.data()));
        return database.once(DECIDE, values, patience)
                .chain(rows -> rows.isEmpty()
                        ? explain(decision, patience)
                        : Uni.createFrom().item(new Decided.Now(Rows.signal(rows.getFirst()))))
                .onFailure(Failures::passing)
                .recoverWithUni(failure -> later(failure, patience, () -> decide(decision, patience)));
    }

    /** What a text column can hold of it. */
    private static @Nullable String reason(Decision decision) {
        String written = Json.parse(decision.data().text())
                .map(data -> data.path("reason").textValue())
                .orElse(null);
        return written == null ? null : written.replace('\0', '\uFFFD');
    }

    private static Sql.Values standing(Decision decision) {
        return Sql.Values.none()
                .with("run", decision.run())
                .with("approval", decision.approval())
                .with("args_hash", Columns.buffer(decision.argsHash()));
    }

    private Uni<Decided> explain(Decision decision, Patience patience) {
        return database.ask(STANDING, standing(decision), patience)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(new Decided.NotFound())
                        : verdict(decision, patience, rows.getFirst()));
    }

    private Uni<Decided> verdict(Decision decision, Patience patience, Row row) {
        String state = row.getString("state");
        if (state.equals("EXPIRED")) {
            return Uni.createFrom().item(new Decided.Expired());
        }
        if (!state.equals("PENDING")) {
            Decided.Already already = new Decided.Already(row.getString("decided_by"), Decision.Verdict.valueOf(state));
            return mine(decision, already) && patience.uncertain()
                    ? raised(told(decision), patience)
                            .map(found -> found.<Decided>map(Decided.Now::new).orElse(already))
                    : Uni.createFrom().item(already);
        }
        if (row.getBoolean("over")) {
            return Uni.createFrom().item(new Decided.Expired());
        }
        return row.getBoolean("same")
                ? patience.pause().chain(() -> decide(decision, patience))
                : Uni.createFrom().item(new Decided.ArgumentsDiffer());
    }

    /** Whether this may be what an earlier try, whose answer was lost, has done. */
    private static boolean mine(Decision decision, Decided.Already already) {
        return already.by().equals(decision.actor()) && already.verdict() == decision.verdict();
    }

    private static NewSignal told(Decision decision) {
        return new NewSignal(decision.run(), Signal.Kind.APPROVAL, decision.data(), decision.actor());
    }
}

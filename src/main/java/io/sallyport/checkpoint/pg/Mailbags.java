package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Mail;
import io.sallyport.checkpoint.RunStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.List;

/** Word that ended runs have left for others, and its way into their inboxes: each by one statement, which locks one run's row. */
final class Mailbags {
    private static final Duration PATIENCE = Duration.ofMillis(5500);

    private static final Sql OUTBOX = Sql.of("SELECT run, kind, call FROM run_mail WHERE sender = :sender");

    private static final Sql LATE = Sql.of("""
            SELECT run, kind, call FROM run_mail
            WHERE at < now() - :age::bigint * interval '1 millisecond'
            ORDER BY at
            LIMIT :most::bigint
            """);

    /** The mail's row decides who carries it; whoever comes second finds nothing to carry. */
    private static final Sql DELIVER = Sql.of("""
            WITH taken AS (
                DELETE FROM run_mail WHERE run = :run AND kind = :kind AND call = :call
                RETURNING run, kind, call, sender, data
            ), woken AS (
                {wake}
                WHERE id = (SELECT run FROM taken) AND status NOT IN ({terminal})
                RETURNING id, signals, status
            ), told AS (
                INSERT INTO signal (run, n, kind, data, actor, call)
                SELECT w.id, w.signals, t.kind, t.data, t.sender, t.call FROM woken w CROSS JOIN taken t
            )
            SELECT status FROM woken
            """, Inbox.WAKING);

    private final Database database;

    Mailbags(Database database) {
        this.database = database;
    }

    Uni<List<Mail>> outbox(String sender) {
        return database.askForAll(OUTBOX, Sql.Values.none().with("sender", sender), Mailbags::mail);
    }

    Uni<List<Mail>> late(Duration age, int most) {
        Sql.Values values = Sql.Values.none().with("age", age.toMillis()).with("most", (long) most);
        return database.askForAll(LATE, values, Mailbags::mail);
    }

    private static Mail mail(Row row) {
        return new Mail(row.getString("run"), KinSql.kind(row.getString("kind")), row.getString("call"));
    }

    Uni<Mail.Delivery> deliver(Mail mail) {
        Sql.Values values = Sql.Values.none()
                .with("run", mail.run())
                .with("kind", mail.kind().label())
                .with("call", mail.call());
        return database.ask(DELIVER, values, new Patience(PATIENCE))
                .map(rows -> rows.stream().findFirst().map(Mailbags::delivery).orElse(Mail.Delivery.NOWHERE));
    }

    private static Mail.Delivery delivery(Row row) {
        return RunStatus.valueOf(row.getString("status")) == RunStatus.RUNNING
                ? Mail.Delivery.AT_WORK
                : Mail.Delivery.WOKEN;
    }
}

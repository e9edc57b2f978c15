package io.sallyport.embedded.inbox;

import io.sallyport.core.IdSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;

/** What was sent, in a table of the embedded PostgreSQL (see {@code InboxTable}). One statement sends a mail or finds the one of its key. */
final class Outbox {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String COLUMNS = " id, key, recipient, subject, body, asked ";
    private static final String SEND =
            "insert into example_inbox.sent as s (key, id, recipient, subject, body) values ($1, $2, $3, $4, $5)"
                    + " on conflict (key) do update set asked = s.asked + 1 returning" + COLUMNS;
    private static final String LATEST =
            "select" + COLUMNS + "from example_inbox.sent order by at desc, id desc limit 200";

    private final Pool pool;
    private final IdSource ids = IdSource.random(InstantSource.system());

    Outbox(Pool pool) {
        this.pool = pool;
    }

    Uni<Sent> send(String key, String to, String subject, String body) {
        return pool.preparedQuery(SEND)
                .execute(Tuple.of(key, ids.next("mail"), to, subject, body))
                .map(rows -> sent(rows.iterator().next()))
                .ifNoItem()
                .after(LIMIT)
                .fail();
    }

    /** Newest first. */
    Uni<List<Sent>> latest() {
        return pool.query(LATEST)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Outbox::sent)
                        .toList())
                .ifNoItem()
                .after(LIMIT)
                .fail();
    }

    private static Sent sent(Row row) {
        return new Sent(
                row.getString("id"),
                row.getString("key"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("body"),
                row.getLong("asked"));
    }
}

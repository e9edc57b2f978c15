package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Events as they lie in a PostgreSQL, read past everything that serves them. */
public final class JournalRows {
    /** What {@link #event} reads, of {@code run_event e} and the {@code blob b} that may hold what was said. */
    public static final String COLUMNS = "e.seq, e.at, e.type, e.data, e.blob IS NOT NULL AS said, b.bytes";

    private JournalRows() {}

    public static JournalEvent event(ResultSet row) throws SQLException {
        byte[] content = row.getBytes("bytes");
        return new JournalEvent(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("type"),
                Bytes.of(row.getBytes("data")),
                content == null ? null : Bytes.of(content),
                row.getBoolean("said") && content == null);
    }
}

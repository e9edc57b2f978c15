package io.sallyport.tool.pg;

import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.sallyport.tool.door.CallRecord;
import io.sallyport.tool.door.Entry;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From rows to what the door talks about. */
final class LedgerRows {
    private LedgerRows() {}

    static Entry entry(Row row) {
        return new Entry(
                row.getString("id"),
                row.getString("run"),
                row.getString("client"),
                row.getString("subject"),
                Sha256.from(row.getBuffer("args_hash").getBytes()),
                CallState.valueOf(row.getString("state")),
                row.getLong("epoch"),
                row.getString("owner"),
                Duration.ofMillis(row.getLong("over_in")),
                Duration.ofMillis(row.getLong("age")),
                bytes(row, "result"));
    }

    static CallRecord record(Row row) {
        return new CallRecord(
                row.getString("id"),
                row.getString("tool"),
                row.getString("client"),
                row.getString("subject"),
                CallState.valueOf(row.getString("state")),
                row.getInteger("attempts"),
                bytes(row, "arguments"),
                bytes(row, "result"),
                row.getString("code"),
                row.getString("evidence"),
                at(row, "created_at"),
                at(row, "updated_at"));
    }

    private static @Nullable Bytes bytes(Row row, String column) {
        Buffer found = row.getBuffer(column);
        return found == null ? null : Bytes.of(found.getBytes());
    }

    private static Instant at(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}

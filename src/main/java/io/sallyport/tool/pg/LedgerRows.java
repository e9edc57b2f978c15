package io.sallyport.tool.pg;

import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.pg.Columns;
import io.sallyport.tool.door.CallRecord;
import io.sallyport.tool.door.Entry;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;

/** From rows to what the door talks about. */
final class LedgerRows {
    private LedgerRows() {}

    static Entry entry(Row row) {
        return new Entry(
                row.getString("id"),
                row.getString("run"),
                row.getString("client"),
                row.getString("subject"),
                Columns.digest(row, "args_hash"),
                CallState.valueOf(row.getString("state")),
                row.getLong("epoch"),
                row.getString("owner"),
                Duration.ofMillis(row.getLong("over_in")),
                Duration.ofMillis(row.getLong("age")),
                Columns.bytesOrNull(row, "result"));
    }

    static CallRecord record(Row row) {
        return new CallRecord(
                row.getString("id"),
                row.getString("tool"),
                row.getString("client"),
                row.getString("subject"),
                CallState.valueOf(row.getString("state")),
                row.getInteger("attempts"),
                Columns.bytesOrNull(row, "arguments"),
                Columns.bytesOrNull(row, "result"),
                row.getString("code"),
                row.getString("evidence"),
                Columns.at(row, "created_at"),
                Columns.at(row, "updated_at"));
    }
}

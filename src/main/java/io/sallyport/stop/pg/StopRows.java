package io.sallyport.stop.pg;

import io.sallyport.stop.Stop;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.StopRecord;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From rows to records. */
final class StopRows {
    private StopRows() {}

    /** Empty for a kind of a later version. */
    static Optional<Stop> stop(Row row) {
        return StopKind.of(row.getString("kind"))
                .map(kind -> new Stop(
                        kind,
                        row.getString("name"),
                        row.getString("reason"),
                        row.getString("stopped_by"),
                        row.getOffsetDateTime("stopped_at").toInstant()));
    }

    static Optional<StopRecord> record(Row row) {
        @Nullable String liftedBy = row.getString("lifted_by");
        return stop(row)
                .map(stop -> new StopRecord(
                        row.getLong("id"),
                        stop,
                        liftedBy == null
                                ? Optional.empty()
                                : Optional.of(new StopRecord.Lifted(
                                        liftedBy,
                                        row.getOffsetDateTime("lifted_at").toInstant()))));
    }
}

package io.sallyport.checkpoint.pg;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.Totals;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Locale;

/** Between rows and records. */
final class Rows {
    /**
     * What {@link #run} reads. By name and never by a star: a replica of this version goes on while the next one's migration adds columns, and a
     * prepared statement must not change its result then.
     */
    static final String RUN =
            "id, tenant, agent, revision, thread, thread_pos, client, subject, root_run, parent_run, fork, depth,"
                    + " request_id, traceparent, status, next_seq, signals, lease_owner, lease_epoch, expiries, wait_until,"
                    + " wall_used_ms, steps, tool_calls, tokens_input, tokens_cached, tokens_cache_write, tokens_output,"
                    + " tokens_reasoning, tokens_reserved, cost_nano, cost_reserved_nano, created_at, updated_at, ended_at, erased_at";

    /** The statuses that are final, as SQL lists them. */
    static final String TERMINAL = "'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED', 'LIMIT_EXCEEDED'";

    private Rows() {}

    static RunRecord run(Row row) {
        return new RunRecord(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("agent"),
                row.getString("revision"),
                row.getString("thread"),
                row.getLong("thread_pos"),
                row.getString("client"),
                row.getString("subject"),
                row.getString("root_run"),
                row.getString("parent_run"),
                row.getInteger("fork"),
                row.getInteger("depth"),
                row.getString("request_id"),
                row.getString("traceparent"),
                RunStatus.valueOf(row.getString("status")),
                row.getLong("next_seq"),
                row.getLong("signals"),
                totals(row),
                row.getString("lease_owner"),
                row.getLong("lease_epoch"),
                row.getInteger("expiries"),
                Columns.atOrNull(row, "wait_until"),
                Columns.at(row, "created_at"),
                Columns.at(row, "updated_at"),
                Columns.atOrNull(row, "ended_at"),
                Columns.atOrNull(row, "erased_at"));
    }

    private static Totals totals(Row row) {
        return new Totals(
                row.getLong("wall_used_ms"),
                row.getInteger("steps"),
                row.getInteger("tool_calls"),
                new Usage(
                        row.getLong("tokens_input"),
                        row.getLong("tokens_cached"),
                        row.getLong("tokens_cache_write"),
                        row.getLong("tokens_output"),
                        row.getLong("tokens_reasoning")),
                row.getLong("tokens_reserved"),
                row.getLong("cost_nano"),
                row.getLong("cost_reserved_nano"));
    }

    static Signal signal(Row row) {
        return new Signal(
                row.getLong("n"),
                Signal.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Columns.bytes(row, "data"),
                row.getString("actor"),
                Columns.at(row, "at"));
    }
}

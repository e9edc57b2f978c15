package io.sallyport.run.pg;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.pg.Columns;
import io.sallyport.core.Bytes;
import io.sallyport.run.ApprovalLine;
import io.sallyport.run.CallLine;
import io.sallyport.run.ChildLine;
import io.sallyport.run.RunDetails.AttemptLine;
import io.sallyport.run.RunLine;
import io.sallyport.run.ThreadLine;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From rows to what is shown. */
final class Rows {
    private Rows() {}

    static RunLine run(Row row) {
        return new RunLine(
                row.getString("id"),
                row.getString("agent"),
                row.getString("revision"),
                row.getString("thread"),
                RunStatus.valueOf(row.getString("status")),
                row.getString("client"),
                row.getString("subject"),
                Columns.at(row, "created_at"),
                Columns.at(row, "updated_at"),
                Columns.atOrNull(row, "ended_at"));
    }

    static CallLine call(Row row) {
        return new CallLine(
                row.getString("id"),
                row.getInteger("step"),
                row.getInteger("ordinal"),
                row.getString("tool"),
                CallState.valueOf(row.getString("state")),
                Columns.digest(row, "args_hash"),
                row.getInteger("attempts"),
                row.getString("code"),
                row.getString("evidence"),
                Columns.at(row, "created_at"),
                Columns.at(row, "updated_at"));
    }

    static ChildLine child(Row row) {
        return new ChildLine(
                row.getString("id"),
                row.getString("agent"),
                RunStatus.valueOf(row.getString("status")),
                row.getString("parent_call"),
                Columns.at(row, "created_at"),
                Columns.atOrNull(row, "ended_at"));
    }

    static AttemptLine attempt(Row row) {
        return new AttemptLine(
                row.getInteger("attempt"),
                row.getString("state"),
                row.getString("route"),
                row.getString("model"),
                row.getString("code"),
                usage(row),
                row.getLong("cost_nano"),
                Columns.at(row, "attempt_started_at"),
                Columns.atOrNull(row, "attempt_ended_at"));
    }

    static ApprovalLine approval(Row row) {
        return new ApprovalLine(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("run"),
                row.getString("agent"),
                row.getString("revision"),
                row.getString("call"),
                row.getString("tool"),
                Columns.digest(row, "args_hash"),
                Columns.bytesOrNull(row, "arguments"),
                row.getString("state"),
                Columns.at(row, "created_at"),
                Columns.at(row, "expires_at"),
                row.getString("decided_by"),
                Columns.atOrNull(row, "decided_at"),
                row.getString("reason"),
                row.getString("client"),
                row.getString("subject"),
                List.of(row.getArrayOfStrings("sources")),
                row.getString("rule"),
                Columns.bytesOrNull(row, "origins"));
    }

    static ThreadLine thread(Row row) {
        return new ThreadLine(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("agent"),
                row.getString("client"),
                row.getString("subject"),
                row.getLong("runs"),
                row.getString("last_run"),
                Columns.at(row, "created_at"));
    }

    static JournalEvent event(Row row) {
        Bytes content = Columns.bytesOrNull(row, "content");
        return new JournalEvent(
                row.getLong("seq"),
                Columns.at(row, "at"),
                row.getString("type"),
                Columns.bytes(row, "data"),
                content,
                content == null && row.getBoolean("had_content"));
    }

    private static @Nullable Usage usage(Row row) {
        Long input = row.getLong("tokens_input");
        return input == null
                ? null
                : new Usage(
                        input,
                        zero(row, "tokens_cached"),
                        zero(row, "tokens_cache_write"),
                        zero(row, "tokens_output"),
                        zero(row, "tokens_reasoning"));
    }

    private static long zero(Row row, String column) {
        Long count = row.getLong(column);
        return count == null ? 0 : count;
    }
}

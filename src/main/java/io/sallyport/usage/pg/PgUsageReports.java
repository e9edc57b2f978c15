package io.sallyport.usage.pg;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.usage.UsageQuery;
import io.sallyport.usage.UsageReports;
import io.sallyport.usage.UsageSum;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Sums of the table {@code usage_entry}. */
@Singleton
class PgUsageReports implements UsageReports {
    private static final Duration PATIENCE = Duration.ofMillis(5500);

    private final Pool pool;

    PgUsageReports(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<UsageSum>> sums(UsageQuery query) {
        int groups = query.groups().size();
        return Uni.createFrom()
                .deferred(() -> {
                    SumsQuery sums = SumsQuery.of(query);
                    return pool.preparedQuery(sums.sql()).execute(sums.values());
                })
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> sum(row, groups))
                        .toList())
                .onFailure()
                .transform(failure -> new StoreUnavailable("the ledger could not be read", failure));
    }

    private static UsageSum sum(Row row, int groups) {
        return new UsageSum(
                IntStream.range(0, groups)
                        .mapToObj(place -> Optional.ofNullable(row.getString(place)))
                        .toList(),
                Optional.ofNullable(row.getString("currency")),
                row.getLong("requests"),
                row.getLong("attempts"),
                row.getLong("tool_calls"),
                new Usage(
                        row.getLong("tokens_input"),
                        row.getLong("tokens_cached"),
                        row.getLong("tokens_cache_write"),
                        row.getLong("tokens_output"),
                        row.getLong("tokens_reasoning")),
                row.getLong("cost_nano"));
    }
}

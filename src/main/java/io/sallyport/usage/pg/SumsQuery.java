package io.sallyport.usage.pg;

import static io.sallyport.limit.pg.AccountColumns.moment;

import io.sallyport.limit.pg.AccountColumns;
import io.sallyport.usage.UsageQuery;
import io.sallyport.usage.UsageQuery.Dimension;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sums as SQL: only the conditions that are asked for, so that the planner sees which index helps. */
record SumsQuery(String sql, Tuple values) {
    private static final String SUMS = """
            currency,
              count(*) FILTER (WHERE last AND what <> 'tool') AS requests,
              count(*) FILTER (WHERE what <> 'tool') AS attempts,
              count(*) FILTER (WHERE last AND what = 'tool') AS tool_calls,
              sum(tokens_input)::bigint AS tokens_input, sum(tokens_cached)::bigint AS tokens_cached,
              sum(tokens_cache_write)::bigint AS tokens_cache_write, sum(tokens_output)::bigint AS tokens_output,
              sum(tokens_reasoning)::bigint AS tokens_reasoning, sum(cost_nano)::bigint AS cost_nano
            FROM usage_entry WHERE tenant = $1 AND at >= $2 AND at < $3""";

    static SumsQuery of(UsageQuery query) {
        Tuple values = Tuple.tuple()
                .addString(query.tenant())
                .addValue(moment(query.from()))
                .addValue(moment(query.to()));
        StringBuilder where = new StringBuilder();
        query.only()
                .forEach((dimension, value) -> where.append(" AND ")
                        .append(column(dimension, query.zone()))
                        .append(" = $")
                        .append(values.addString(AccountColumns.text(value)).size()));
        String groups = query.groups().stream()
                .map(dimension -> column(dimension, query.zone()) + ", ")
                .collect(Collectors.joining());
        String order = IntStream.rangeClosed(1, query.groups().size() + 1)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        values.addInteger(query.most()).addInteger(query.skip());
        return new SumsQuery(
                "SELECT " + groups + SUMS + where + " GROUP BY " + order + " ORDER BY " + order + " LIMIT $"
                        + (values.size() - 1) + " OFFSET $" + values.size(),
                values);
    }

    private static String column(Dimension dimension, ZoneId zone) {
        return switch (dimension) {
            case PRINCIPAL -> "client";
            case USER -> "subject";
            case PROVIDER -> "(CASE WHEN what <> 'tool' THEN split_part(model, '/', 1) END)";
            case DAY -> "to_char(at AT TIME ZONE '" + name(zone) + "', 'YYYY-MM-DD')";
            case MONTH -> "to_char(at AT TIME ZONE '" + name(zone) + "', 'YYYY-MM')";
            case AGENT, ROUTE, MODEL, WHAT, RUN -> dimension.name().toLowerCase(Locale.ROOT);
        };
    }

    /** As PostgreSQL calls it, for which an offset's sign is what it is for POSIX: west of Greenwich is positive. */
    static String name(ZoneId zone) {
        if (!(zone.normalized() instanceof ZoneOffset offset)) {
            return zone.getId();
        }
        return offset.getTotalSeconds() == 0
                ? "UTC"
                : "UTC" + ZoneOffset.ofTotalSeconds(-offset.getTotalSeconds()).getId();
    }
}

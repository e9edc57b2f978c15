package io.sallyport.tool.mcp.pg;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.checkpoint.pg.Columns;
import io.sallyport.core.Bytes;
import io.sallyport.tool.mcp.Acceptance;
import io.sallyport.tool.mcp.Definition;
import io.sallyport.tool.mcp.KnownTool;
import io.sallyport.tool.mcp.Pins;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Pins in the table {@code mcp_tool}. Each change is one statement. */
@Singleton
class PgPins implements Pins {
    /** What was never accepted and is not offered any more is forgotten, so that a server cannot fill the table with names. */
    private static final String OFFERED = """
            WITH now_offered AS (SELECT * FROM unnest($2::text[], $3::text[], $4::bytea[]) AS o(tool, digest, definition)),
            forgotten AS (DELETE FROM mcp_tool WHERE server = $1 AND accepted_digest IS NULL
                          AND tool NOT IN (SELECT tool FROM now_offered)),
            gone AS (UPDATE mcp_tool SET offered_digest = NULL, offered = NULL, offered_at = now()
                     WHERE server = $1 AND accepted_digest IS NOT NULL AND offered_digest IS NOT NULL
                     AND tool NOT IN (SELECT tool FROM now_offered))
            INSERT INTO mcp_tool (server, tool, offered_digest, offered, offered_at)
            SELECT $1, tool, digest, definition, now() FROM now_offered ORDER BY tool
            ON CONFLICT (server, tool) DO UPDATE
            SET offered_digest = excluded.offered_digest, offered = excluded.offered, offered_at = excluded.offered_at
            WHERE mcp_tool.offered_digest IS DISTINCT FROM excluded.offered_digest
            """;

    private static final String ACCEPTED =
            "SELECT tool, accepted_digest FROM mcp_tool WHERE server = $1 AND accepted_digest IS NOT NULL";

    private static final String COLUMNS =
            "server, tool, offered_digest, offered, offered_at, accepted_digest, accepted, accepted_by, accepted_at";

    private static final String KNOWN =
            "SELECT " + COLUMNS + " FROM mcp_tool WHERE server = ANY($1::text[]) ORDER BY server, tool";

    private static final String ONE = "SELECT " + COLUMNS + " FROM mcp_tool WHERE server = $1 AND tool = $2";

    private static final String ACCEPT = """
            UPDATE mcp_tool SET accepted_digest = offered_digest, accepted = offered, accepted_by = $4, accepted_at = now()
            WHERE server = $1 AND tool = $2 AND offered_digest = $3
            RETURNING\s""" + COLUMNS;

    private final PinStore store;

    PgPins(PinStore store) {
        this.store = store;
    }

    @Override
    public Uni<Void> offered(String server, Collection<Definition> all) {
        List<Definition> sorted =
                all.stream().sorted(Comparator.comparing(Definition::name)).toList();
        return send(
                        OFFERED,
                        List.of(
                                server,
                                sorted.stream().map(Definition::name).toArray(String[]::new),
                                sorted.stream().map(Definition::digest).toArray(String[]::new),
                                sorted.stream()
                                        .map(one -> Columns.buffer(one.json()))
                                        .toArray(Buffer[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<String, String>> accepted(String server) {
        return send(ACCEPTED, List.of(server)).map(rows -> {
            Map<String, String> digests = new HashMap<>();
            rows.forEach(row -> digests.put(row.getString("tool"), row.getString("accepted_digest")));
            return Map.copyOf(digests);
        });
    }

    @Override
    public Uni<List<KnownTool>> known(Collection<String> servers) {
        return send(KNOWN, List.of((Object) servers.toArray(String[]::new))).map(PgPins::tools);
    }

    @Override
    public Uni<Acceptance> accept(String server, String tool, String digest, String by) {
        return send(ACCEPT, List.of(server, tool, digest, by)).flatMap(rows -> {
            List<KnownTool> done = tools(rows);
            return done.isEmpty() ? whyNot(server, tool) : Uni.createFrom().item(new Acceptance.Done(done.getFirst()));
        });
    }

    /** The guard's own failures are outages too. */
    private Uni<RowSet<Row>> send(String sql, List<Object> values) {
        return store.send(sql, values)
                .onFailure(failure -> !(failure instanceof StoreUnavailable))
                .transform(failure -> new StoreUnavailable("the pins of remote tools cannot be reached", failure));
    }

    private Uni<Acceptance> whyNot(String server, String tool) {
        return send(ONE, List.of(server, tool))
                .map(rows -> tools(rows).stream()
                        .findFirst()
                        .<Acceptance>map(Acceptance.Changed::new)
                        .orElseGet(Acceptance.NoSuchTool::new));
    }

    private static List<KnownTool> tools(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(PgPins::tool).toList();
    }

    private static KnownTool tool(Row row) {
        String name = row.getString("tool");
        return new KnownTool(
                row.getString("server"),
                name,
                definition(name, row.getString("offered_digest"), Columns.bytesOrNull(row, "offered")),
                Columns.at(row, "offered_at"),
                definition(name, row.getString("accepted_digest"), Columns.bytesOrNull(row, "accepted"))
                        .map(definition -> new KnownTool.Accepted(
                                definition,
                                Objects.requireNonNull(row.getString("accepted_by")),
                                Columns.at(row, "accepted_at"))));
    }

    private static Optional<Definition> definition(String name, @Nullable String digest, @Nullable Bytes json) {
        return digest == null || json == null ? Optional.empty() : Optional.of(new Definition(name, digest, json));
    }
}

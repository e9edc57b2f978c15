package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.embedded.Embedded;
import io.sallyport.embedded.EmbeddedSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL with the tables of the migrations, and a second way in beside the pool that is tested. */
public final class TestingPostgres implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final Embedded services;
    private final Map<String, String> properties;
    private final Vertx vertx = Vertx.vertx();
    private final List<Pool> pools = new ArrayList<>();
    private final Connection side;

    private TestingPostgres(Embedded.Started started) throws SQLException {
        this.services = started.services();
        EmbeddedSettings settings = started.settings();
        this.properties = settings.asProperties("", "");
        Flyway.configure()
                .dataSource(property("jdbc.url"), property("username"), property("password"))
                .load()
                .migrate();
        this.side = DriverManager.getConnection(property("jdbc.url"), property("username"), property("password"));
    }

    public static TestingPostgres start() {
        try {
            return new TestingPostgres(Embedded.start(Files.createTempDirectory("sallyport-pg"), ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String property(String name) {
        return properties.getOrDefault("quarkus.datasource." + name, "");
    }

    Vertx vertx() {
        return vertx;
    }

    int port() {
        return options().getPort();
    }

    private PgConnectOptions options() {
        PgConnectOptions options = PgConnectOptions.fromUri(property("reactive.url"));
        options.setUser(property("username")).setPassword(property("password"));
        return options;
    }

    /** With the server's own settings; {@code port} may be that of something in between. */
    Pool pool(int size, int port) {
        List<PgConnectOptions> servers = new ArrayList<>();
        servers.add(new PgConnectOptions(options().setPort(port)));
        Pool pool = Pool.newInstance(
                DatabaseConnections.pool(vertx, servers, new PoolOptions(new JsonObject()).setMaxSize(size)));
        pools.add(pool);
        return pool;
    }

    public PgCheckpoints checkpoints(int connections) {
        return new PgCheckpoints(pool(connections, port()), LEASE, CrashPoints.NONE);
    }

    /** Runs {@code statements} past the pool. */
    public void execute(String... statements) {
        try (Statement statement = side.createStatement()) {
            for (String sql : statements) {
                var _ = statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of each row. */
    List<String> ask(String sql) {
        try (Statement statement = side.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that is to happen at some time happens earlier by {@code time}; which is as if it had passed. */
    void elapse(Duration time) {
        String back = String.format(Locale.ROOT, "- interval '%d milliseconds'", time.toMillis());
        execute(
                "UPDATE run SET lease_until = lease_until " + back + ", available_at = available_at " + back
                        + ", wait_until = wait_until " + back,
                "UPDATE approval SET expires_at = expires_at " + back,
                "UPDATE tool_call SET deadline = deadline " + back,
                "UPDATE api_idempotency SET expires_at = expires_at " + back);
    }

    void restarted() {
        execute(
                "UPDATE run SET leased_at = pg_postmaster_start_time() - interval '1 second' WHERE leased_at IS NOT NULL");
    }

    void empty() {
        execute(
                "DELETE FROM signal; DELETE FROM approval; DELETE FROM tool_call; DELETE FROM model_attempt; DELETE FROM step;"
                        + " DELETE FROM run_event; DELETE FROM blob_ref; DELETE FROM blob; DELETE FROM run; DELETE FROM thread;"
                        + " DELETE FROM agent_revision; DELETE FROM api_idempotency; DELETE FROM key_value");
    }

    @Override
    public void close() {
        pools.forEach(Pool::closeAndAwait);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try {
            side.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            services.stop();
        }
    }
}

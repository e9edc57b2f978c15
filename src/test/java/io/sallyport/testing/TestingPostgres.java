package io.sallyport.testing;

import io.sallyport.checkpoint.pg.DatabaseConnections;
import io.sallyport.embedded.Embedded;
import io.sallyport.embedded.EmbeddedSettings;
import io.sallyport.embedded.PreparedData;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL with the tables of the migrations, and a second way in beside the pool that is tested. */
public final class TestingPostgres implements AutoCloseable {
    private static @Nullable TestingPostgres shared;

    private final Runnable stop;
    private final Map<String, String> properties;
    private final Vertx vertx = Vertx.vertx();
    private final List<Pool> pools = new CopyOnWriteArrayList<>();
    private final Connection side;

    private TestingPostgres(EmbeddedSettings settings, Runnable stop) throws SQLException {
        this.stop = stop;
        this.properties = settings.asProperties("", "");
        Flyway.configure()
                .dataSource(property("jdbc.url"), property("username"), property("password"))
                .load()
                .migrate();
        this.side = connect();
    }

    /** A connection of one's own. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(property("jdbc.url"), property("username"), property("password"));
    }

    public static TestingPostgres start() {
        try {
            Path folder = Files.createTempDirectory("sallyport-pg");
            Embedded.Started started = Embedded.start(PreparedData.in(folder), "");
            return new TestingPostgres(started.settings(), () -> {
                started.services().stop();
                TestFolders.delete(folder);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A way into the PostgreSQL of services that somebody else stops. */
    public static TestingPostgres of(RealServices services) {
        try {
            return new TestingPostgres(services.settings(), () -> {});
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One for all tests of this process, which ends with it: starting one takes seconds. Who uses it begins with {@link #empty}. */
    public static synchronized TestingPostgres shared() {
        if (shared == null) {
            TestingPostgres started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "testing-postgres"));
            shared = started;
        }
        return shared;
    }

    private String property(String name) {
        return properties.getOrDefault("quarkus.datasource." + name, "");
    }

    public Vertx vertx() {
        return vertx;
    }

    public int port() {
        return options().getPort();
    }

    private PgConnectOptions options() {
        PgConnectOptions options = PgConnectOptions.fromUri(property("reactive.url"));
        options.setUser(property("username")).setPassword(property("password"));
        return options;
    }

    /** With the server's own settings; {@code port} may be that of something in between. */
    public Pool pool(int size, int port) {
        List<PgConnectOptions> servers = new ArrayList<>();
        servers.add(new PgConnectOptions(options().setPort(port)));
        Pool pool = Pool.newInstance(
                DatabaseConnections.pool(vertx, servers, new PoolOptions(new JsonObject()).setMaxSize(size)));
        pools.add(pool);
        return pool;
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
    public List<String> ask(String sql) {
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
    public void elapse(Duration time) {
        String back = String.format(Locale.ROOT, "- interval '%d milliseconds'", time.toMillis());
        execute(
                "UPDATE run SET lease_until = lease_until " + back + ", available_at = available_at " + back
                        + ", wait_until = wait_until " + back + ", kept_until = kept_until " + back,
                "UPDATE approval SET expires_at = expires_at " + back,
                "UPDATE tool_call SET deadline = deadline " + back,
                "UPDATE run_user SET expires_at = expires_at " + back,
                "UPDATE budget_hold SET until = until " + back,
                "UPDATE run_mail SET at = at " + back,
                "UPDATE api_idempotency SET expires_at = expires_at " + back);
    }

    public void restarted() {
        execute(
                "UPDATE run SET leased_at = pg_postmaster_start_time() - interval '1 second' WHERE leased_at IS NOT NULL");
    }

    public void empty() {
        execute(
                "DELETE FROM run_mail; DELETE FROM signal; DELETE FROM approval; DELETE FROM tool_call; DELETE FROM model_attempt; DELETE FROM step;"
                        + " DELETE FROM run_event; DELETE FROM blob_ref; DELETE FROM blob; DELETE FROM run; DELETE FROM thread;"
                        + " DELETE FROM agent_revision; DELETE FROM api_idempotency; DELETE FROM key_value; DELETE FROM run_user;"
                        + " DELETE FROM usage_entry; DELETE FROM budget_hold; DELETE FROM budget_account");
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
            stop.run();
        }
    }
}

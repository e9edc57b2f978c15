package io.sallyport.checkpoint.pg;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How the server's connections to PostgreSQL behave: none works on a statement for longer than five seconds, none keeps a transaction open for
 * longer than that, and none is waited on that has gone silent. How many there are, and where to, is configuration.
 */
@Singleton
public class DatabaseConnections implements PgPoolCreator {
    private static final String STATEMENT_MILLIS = "5000";
    private static final int CONNECT_MILLIS = 2_000;

    /** For a connection out of the pool, when all are in use. */
    private static final int POOL_SECONDS = 3;

    /** Callers that wait for one. */
    private static final int POOL_QUEUE = 2_000;

    /** Beyond every statement: whoever is silent for so long is frozen, or behind a network that swallows everything. */
    private static final int SILENCE_SECONDS = 8;

    /** Less than the silence, so that it is the pool that lets go of a connection with nothing to do. */
    private static final int IDLE_SECONDS = 5;

    /** The longest statement in here has 9,000 characters. */
    private static final int CACHED_SQL_CHARACTERS = 16_384;

    @Override
    public Pool create(Input input) {
        return pool(input.vertx(), input.pgConnectOptionsList(), input.poolOptions());
    }

    /** As the server makes it, for whoever has connections of its own to make. */
    public static Pool pool(Vertx vertx, List<PgConnectOptions> servers, PoolOptions pool) {
        servers.forEach(DatabaseConnections::careful);
        return PgBuilder.pool()
                .with(pool.setConnectionTimeout(POOL_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxWaitQueueSize(POOL_QUEUE)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(List.<SqlConnectOptions>copyOf(servers))
                .using(vertx)
                .build();
    }

    private static void careful(PgConnectOptions server) {
        var _ = server.addProperty("statement_timeout", STATEMENT_MILLIS)
                .addProperty("idle_in_transaction_session_timeout", STATEMENT_MILLIS)
                .addProperty("application_name", "sallyport")
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(CACHED_SQL_CHARACTERS);
        var _ = server.setConnectTimeout(CONNECT_MILLIS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(SILENCE_SECONDS * 1000)
                .setIdleTimeout(SILENCE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}

package io.sallyport.identity.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.identity.Authenticator;
import io.sallyport.identity.Digest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Makes a revocation on any replica take effect on this one. It asks each time for everything revoked within a span longer than
 * credentials are remembered, by the database's own clock: no cursor can skip a row that was committed late, and hearing of the same
 * key twice does no harm. While the store is lost nothing is heard, and remembered keys end by themselves within a minute.
 */
@Singleton
class RevocationWatch {
    private static final Logger LOG = Logger.getLogger(RevocationWatch.class);
    private static final long EVERY_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String REVOKED_LATELY =
            "SELECT hash FROM api_key WHERE revoked_at > now() - interval '150 seconds' ORDER BY revoked_at DESC LIMIT 10000";

    private final Vertx vertx;
    private final Pool pool;
    private final Authenticator authenticator;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean deaf;
    private volatile long timer = -1;

    @Inject
    RevocationWatch(Vertx vertx, Pool pool, Authenticator authenticator) {
        this.vertx = vertx;
        this.pool = pool;
        this.authenticator = authenticator;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY_MILLIS, tick -> ask());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        var _ = pool.query(REVOKED_LATELY)
                .execute()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onTermination()
                .invoke(() -> asking.set(false))
                .subscribe()
                .with(this::heard, this::heardNothing);
    }

    private void heard(RowSet<Row> rows) {
        for (Row row : rows) {
            authenticator.revoke(Digest.of(row.getBuffer("hash").getBytes()));
        }
        if (deaf) {
            deaf = false;
            LOG.info("revocations of API keys are heard of again");
        }
    }

    private void heardNothing(Throwable failure) {
        if (!deaf) {
            deaf = true;
            LOG.warnf(
                    "revocations of API keys are not heard of: %s; used keys stay good for a minute at most", failure);
        }
    }
}

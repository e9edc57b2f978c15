package io.sallyport.identity.pg;

import io.sallyport.identity.Digest;
import io.sallyport.identity.key.KeyLookup;
import io.sallyport.identity.key.StoredKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Looks keys up by one indexed read. It changes nothing, so it may be repeated; a dead store is left alone by the breaker. */
@Singleton
class PgKeyLookup implements KeyLookup {
    private static final String BY_HASH =
            "SELECT id, client, scopes, expires_at, revoked_at FROM api_key WHERE hash = $1";

    private final Pool pool;

    @Inject
    PgKeyLookup(Pool pool) {
        this.pool = pool;
    }

    @Override
    @Timeout(500)
    @Retry(maxRetries = 1, delay = 20, jitter = 20)
    @CircuitBreaker(requestVolumeThreshold = 6, failureRatio = 1, delay = 1000)
    public Uni<Optional<StoredKey>> find(Digest digest) {
        return pool.preparedQuery(BY_HASH)
                .execute(Tuple.of(Buffer.buffer(digest.bytes())))
                .map(PgKeyLookup::first);
    }

    private static Optional<StoredKey> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(key(rows.iterator().next()));
    }

    private static StoredKey key(Row row) {
        return new StoredKey(
                row.getString("id"),
                row.getString("client"),
                Optional.ofNullable(row.getArrayOfStrings("scopes")).map(List::of),
                row.getOffsetDateTime("expires_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("revoked_at")).map(OffsetDateTime::toInstant));
    }
}

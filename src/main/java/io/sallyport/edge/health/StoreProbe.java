package io.sallyport.edge.health;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Asks each store for the least it can answer. A store that is slow is as good as lost for what needs it. */
@Singleton
class StoreProbe {
    private static final int LIMIT_SECONDS = 1;

    private final Pool pool;
    private final ReactiveRedisDataSource redis;

    StoreProbe(Pool pool, ReactiveRedisDataSource redis) {
        this.pool = pool;
        this.redis = redis;
    }

    @Timeout(value = LIMIT_SECONDS, unit = ChronoUnit.SECONDS)
    @NonBlocking
    Uni<Void> postgres() {
        return pool.query("select 1").execute().replaceWithVoid();
    }

    @Timeout(value = LIMIT_SECONDS, unit = ChronoUnit.SECONDS)
    @NonBlocking
    Uni<Void> redis() {
        return redis.execute("PING").replaceWithVoid();
    }
}

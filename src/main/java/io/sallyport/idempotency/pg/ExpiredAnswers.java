package io.sallyport.idempotency.pg;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sallyport.idempotency.Sweep;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;

/** Removes answers whose time is over. */
@Singleton
class ExpiredAnswers {
    /** Few: an answer may have megabytes. */
    static final int BATCH = 100;

    private final Pool pool;
    private final Sweep sweep;

    ExpiredAnswers(Vertx vertx, Pool pool) {
        this.pool = pool;
        this.sweep = new Sweep(vertx, RandomGenerator.getDefault(), BATCH, this::removeSome);
    }

    void start(@Observes StartupEvent event) {
        sweep.start();
    }

    void stop(@Observes ShutdownEvent event) {
        sweep.stop();
    }

    Uni<Integer> removeSome() {
        return pool.preparedQuery(AnswerSql.REMOVE_OLD).execute(Tuple.of(BATCH)).map(SqlResult::rowCount);
    }
}

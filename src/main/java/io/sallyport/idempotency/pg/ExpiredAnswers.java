package io.sallyport.idempotency.pg;

import io.sallyport.idempotency.Swept;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Removes answers whose time is over. */
@Singleton
class ExpiredAnswers implements Swept {
    /** Few: an answer may have megabytes. */
    static final int BATCH = 100;

    private final Pool pool;

    ExpiredAnswers(Pool pool) {
        this.pool = pool;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Uni<Integer> removeSome() {
        return pool.preparedQuery(AnswerSql.REMOVE_OLD).execute(Tuple.of(BATCH)).map(SqlResult::rowCount);
    }
}

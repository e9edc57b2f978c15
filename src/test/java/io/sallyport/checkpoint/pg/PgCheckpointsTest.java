package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.CheckpointsContract;
import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.testing.TestingPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PgCheckpointsTest extends CheckpointsContract {
    private static TestingPostgres postgres;
    private static StoreUnderTest store;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        store = PgStores.over(
                postgres,
                new PgCheckpoints(postgres.pool(16, postgres.port()), StoreUnderTest.LEASE, CrashPoints.NONE));
    }

    @BeforeEach
    void empty() {
        postgres.empty();
    }

    @Override
    public StoreUnderTest store() {
        return store;
    }
}

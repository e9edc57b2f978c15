package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.CheckpointsContract;
import io.sallyport.checkpoint.StoreUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PgCheckpointsTest extends CheckpointsContract {
    private static TestingPostgres postgres;
    private static StoreUnderTest store;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.start();
        store = new StoreUnderTest(postgres.checkpoints(16), new StoreUnderTest.Clock() {
            @Override
            public void elapse(Duration time) {
                postgres.elapse(time);
            }

            @Override
            public void restarted() {
                postgres.restarted();
            }
        });
    }

    @AfterAll
    static void stop() {
        postgres.close();
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

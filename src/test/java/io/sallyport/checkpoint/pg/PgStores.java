package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.testing.TestingPostgres;
import java.time.Duration;

/** Stores whose clock is moved past them, in the database. */
final class PgStores {
    private PgStores() {}

    static StoreUnderTest over(TestingPostgres postgres, Checkpoints checkpoints) {
        return new StoreUnderTest(checkpoints, new StoreUnderTest.Clock() {
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
}

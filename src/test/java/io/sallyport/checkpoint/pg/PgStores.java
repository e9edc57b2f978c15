package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.testing.TestingPostgres;
import java.time.Duration;

/** Stores whose clock is moved past them, in the database. */
public final class PgStores {
    private PgStores() {}

    /** As a gateway has it, with a pool of the size that is shipped. */
    public static Checkpoints shipped(TestingPostgres postgres) {
        return new PgCheckpoints(postgres.pool(20, postgres.port()), StoreUnderTest.LEASE, CrashPoints.NONE);
    }

    public static StoreUnderTest over(TestingPostgres postgres, Checkpoints checkpoints) {
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

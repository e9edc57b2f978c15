package io.sallyport.checkpoint.pg;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.testing.TestingPostgres;
import java.time.Duration;

/** Stores whose clock is moved past them, in the database. */
public final class PgStores {
    private PgStores() {}

    /** A store of a pool of its own, as a replica with such leases has it. */
    public static Checkpoints of(TestingPostgres postgres, Duration lease) {
        return new PgCheckpoints(postgres.pool(6, postgres.port()), lease, StoreUnderTest.KEYS_KEPT, CrashPoints.NONE);
    }

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

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
        return of(postgres, 6, lease);
    }

    /** As a gateway has it, with a pool of the size that is shipped. */
    public static Checkpoints shipped(TestingPostgres postgres) {
        return of(postgres, 20, StoreUnderTest.LEASE);
    }

    private static Checkpoints of(TestingPostgres postgres, int connections, Duration lease) {
        return new PgCheckpoints(
                postgres.pool(connections, postgres.port()), lease, StoreUnderTest.KEYS_KEPT, CrashPoints.NONE);
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

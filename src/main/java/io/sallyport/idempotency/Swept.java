package io.sallyport.idempotency;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Something whose old rows go, a small batch at a time: each such bean is swept by a {@link Sweep} for as long as the process lives. */
public interface Swept {
    /** Rows of a batch at most. */
    int batch();

    /** Removes at most {@link #batch} and says how many it removed. */
    Uni<Integer> removeSome();

    /** Between batches that were not full, on average. */
    default Duration usual() {
        return Sweep.USUAL;
    }
}

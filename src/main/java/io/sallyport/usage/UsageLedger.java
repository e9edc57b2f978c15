package io.sallyport.usage;

import io.smallrye.mutiny.Uni;

/** Takes entries down, in batches, behind a bounded queue. */
public interface UsageLedger {
    /**
     * Takes {@code entry} down soon. Never blocks and never fails: while the store is away entries wait, and when the queue is full those without
     * settlements are dropped and counted. From any thread.
     */
    void write(UsageEntry entry);

    /** Everything that was handed over before is written, or has been dropped. */
    Uni<Void> flushed();
}

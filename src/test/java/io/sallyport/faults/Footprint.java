package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Metrics;

/**
 * What a gateway occupies after a full collection.
 *
 * @param heap    bytes that are really in use
 * @param direct  bytes in direct buffers
 * @param threads live platform threads
 */
record Footprint(long heap, long direct, long threads) {
    private static final long MORE_HEAP = 24L << 20;
    private static final long MORE_DIRECT = 16L << 20;
    private static final long MORE_THREADS = 8;

    static Footprint of(GatewayProcess gateway) {
        gateway.collectGarbage();
        Metrics metrics = gateway.metrics();
        return new Footprint(
                (long) metrics.sum("jvm_memory_used_bytes", "area", "heap"),
                (long) metrics.sum("jvm_buffer_memory_used_bytes", "id", "direct"),
                (long) metrics.sum("jvm_threads_live_threads"));
    }

    void isNoLargerThan(Footprint before) {
        assertThat(heap).as("heap, was %d", before.heap).isLessThan(before.heap + MORE_HEAP);
        assertThat(direct).as("direct buffers, were %d", before.direct).isLessThan(before.direct + MORE_DIRECT);
        assertThat(threads).as("threads, were %d", before.threads).isLessThanOrEqualTo(before.threads + MORE_THREADS);
    }
}

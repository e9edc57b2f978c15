package io.sallyport.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger batches = new AtomicInteger();

    @AfterEach
    void close() {
        var _ = vertx.close();
    }

    @Test
    void a_full_batch_is_followed_by_the_next_one_soon_and_the_last_one_is_not() {
        Sweep sweep =
                sweep(Uni.createFrom().item(() -> batches.incrementAndGet() < 3 ? 10 : 4), Duration.ofMillis(100), 5);
        sweep.start();

        await().until(() -> batches.get() == 3);
        int seen = batches.get();
        assertThat(seen).isEqualTo(3);
        sweep.stop();
    }

    @Test
    void a_batch_that_fails_is_tried_again_and_a_stopped_sweep_does_nothing() {
        Sweep sweep = sweep(
                Uni.createFrom().item(() -> {
                    batches.incrementAndGet();
                    throw new IllegalStateException("no database");
                }),
                Duration.ofMillis(5),
                5);
        sweep.start();
        await().until(() -> batches.get() > 2);

        sweep.stop();
        int stopped = batches.get();
        await().during(Duration.ofMillis(60)).until(() -> batches.get() <= stopped + 1);
    }

    private Sweep sweep(Uni<Integer> batch, Duration usual, int soonMillis) {
        return new Sweep(vertx, RandomGenerator.getDefault(), 10, () -> batch, usual, Duration.ofMillis(soonMillis));
    }
}

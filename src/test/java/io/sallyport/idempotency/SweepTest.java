package io.sallyport.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SweepTest {
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<Runnable> wound = new ArrayDeque<>();
    private final AtomicInteger batches = new AtomicInteger();

    @Test
    void a_full_batch_is_followed_by_the_next_one_soon_and_the_last_one_is_not() {
        sweep(Uni.createFrom().item(() -> batches.incrementAndGet() < 3 ? 10 : 4))
                .start();

        ticks(3);
        assertThat(batches).hasValue(3);
        assertThat(waits).hasSize(4);
        assertUsual(waits.getFirst());
        assertSoon(waits.get(1));
        assertSoon(waits.get(2));
        assertUsual(waits.getLast());
    }

    @Test
    void a_batch_that_fails_is_tried_again_and_not_in_haste() {
        sweep(Uni.createFrom().item(() -> {
                    batches.incrementAndGet();
                    throw new IllegalStateException("no database");
                }))
                .start();

        ticks(2);
        assertThat(batches).hasValue(2);
        assertThat(waits).hasSize(3).allSatisfy(SweepTest::assertUsual);
    }

    @Test
    void a_stopped_sweep_does_nothing_more() {
        Sweep sweep = sweep(Uni.createFrom().item(batches::incrementAndGet));
        sweep.start();
        ticks(1);

        sweep.stop();
        ticks(1);
        assertThat(batches).hasValue(1);
        assertThat(wound).isEmpty();
    }

    private static void assertUsual(Duration wait) {
        assertThat(wait)
                .isBetween(Sweep.USUAL.dividedBy(2), Sweep.USUAL.multipliedBy(3).dividedBy(2));
    }

    private static void assertSoon(Duration wait) {
        assertThat(wait)
                .isBetween(Sweep.SOON.dividedBy(2), Sweep.SOON.multipliedBy(3).dividedBy(2));
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            wound.remove().run();
        }
    }

    private Sweep sweep(Uni<Integer> batch) {
        Sweep.Clockwork clockwork = (wait, task) -> {
            waits.add(wait);
            wound.add(task);
        };
        return new Sweep(clockwork, RandomGenerator.getDefault(), new Tens(batch));
    }

    /** Ten at a time. */
    private record Tens(Uni<Integer> removal) implements Swept {
        @Override
        public int batch() {
            return 10;
        }

        @Override
        public Uni<Integer> removeSome() {
            return removal;
        }
    }
}

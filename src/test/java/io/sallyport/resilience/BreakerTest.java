package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.RouteSpec.BreakerSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final List<BreakerState> changes = new CopyOnWriteArrayList<>();
    private final Breaker breaker = new Breaker("p/m", new BreakerSpec(4, 0.5, Duration.ofMillis(100)), changes::add);
    private final AtomicInteger exchanges = new AtomicInteger();

    @Test
    void it_opens_at_the_ratio_lets_nothing_through_and_closes_after_one_good_probe() {
        for (int i = 0; i < 4; i++) {
            run(CompletableFuture.failedFuture(new Failure(true)));
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        run(CompletableFuture.completedFuture(null));
        assertThat(exchanges).as("exchanges begun").hasValue(4);

        await().atMost(Duration.ofSeconds(5)).until(() -> breaker.state() == BreakerState.HALF_OPEN);
        CompletableFuture<Void> probe = new CompletableFuture<>();
        run(probe);
        run(CompletableFuture.completedFuture(null));
        assertThat(exchanges).as("one probe, and nobody beside it").hasValue(5);
        probe.complete(null);

        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(changes).containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
    }

    @Test
    void failures_that_are_not_the_callee_s_do_not_count() {
        for (int i = 0; i < 20; i++) {
            run(CompletableFuture.failedFuture(new Failure(false)));
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void what_is_in_flight_is_counted_until_it_ends() {
        CompletableFuture<Void> stream = new CompletableFuture<>();
        run(stream);
        assertThat(breaker.inFlight()).isEqualTo(1);
        stream.completeExceptionally(new Failure(true));
        assertThat(breaker.inFlight()).isZero();
    }

    private void run(CompletableFuture<Void> exchange) {
        breaker.run(() -> {
                    exchanges.incrementAndGet();
                    return exchange;
                })
                .exceptionally(expected -> null);
    }

    private static final class Failure extends GuardedFailure {
        private final boolean counts;

        Failure(boolean counts) {
            super("failed on purpose");
            this.counts = counts;
        }

        @Override
        public boolean countsForBreaker() {
            return counts;
        }

        @Override
        public boolean mayRetry() {
            return false;
        }

        @Override
        public long retryDelayMillis() {
            return 0;
        }
    }
}

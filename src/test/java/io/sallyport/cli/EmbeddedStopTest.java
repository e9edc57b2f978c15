package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedStopTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch serverEnded = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Test
    void services_outlive_the_server_and_stop_once_it_has_ended() throws InterruptedException {
        Thread hook = Thread.ofPlatform().start(stop(LONG));
        assertThat(hook.join(Duration.ofMillis(50)))
                .as("ended while the server still needs the services")
                .isFalse();
        assertThat(stopped.getCount()).as("services still running").isEqualTo(1);

        serverEnded.countDown();

        assertThat(stopped.await(LONG.toSeconds(), TimeUnit.SECONDS))
                .as("services stopped after the server")
                .isTrue();
    }

    @Test
    void a_server_that_never_ends_is_waited_for_within_the_limit() {
        stop(Duration.ofMillis(10)).run();

        assertThat(stopped.getCount()).as("services still running").isZero();
    }

    @Test
    void an_interrupt_cuts_the_wait_short_and_is_kept() {
        Thread.currentThread().interrupt();

        stop(LONG).run();

        assertThat(Thread.interrupted()).as("the interrupt was kept").isTrue();
        assertThat(stopped.getCount()).as("services still running").isZero();
    }

    private EmbeddedStop stop(Duration limit) {
        return new EmbeddedStop(stopped::countDown, serverEnded, limit);
    }
}

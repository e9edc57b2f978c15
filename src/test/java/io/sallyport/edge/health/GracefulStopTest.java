package io.sallyport.edge.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.sallyport.config.ShutdownSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GracefulStopTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Draining draining = new Draining();
    private final AtomicInteger forced = new AtomicInteger();

    @Test
    void while_balancers_are_given_time_to_notice_it_is_not_ready_and_serves_everybody() {
        leaving(new Settings(LONG, LONG, LONG));

        await().until(draining::leaving);
        assertThat(draining.refusing()).as("newcomers are refused").isFalse();
    }

    @Test
    void with_nobody_to_wait_for_it_leaves_at_once_and_takes_nobody_new() {
        leave(new Settings(NONE, LONG, LONG));

        assertThat(draining.leaving()).isTrue();
        assertThat(draining.refusing()).as("newcomers are refused").isTrue();
    }

    @Test
    void who_is_being_served_may_finish_within_the_grace() throws InterruptedException {
        Draining.Active last = draining.register("a request", forced::incrementAndGet);
        Thread leaver = leaving(new Settings(NONE, LONG, LONG));
        await().until(draining::refusing);
        assertThat(leaver.isAlive()).as("waits for who is being served").isTrue();

        last.ended();

        assertThat(leaver.join(Duration.ofSeconds(10)))
                .as("left after the last one")
                .isTrue();
        assertThat(forced).as("ends by force").hasValue(0);
    }

    @Test
    void who_does_not_finish_within_the_grace_is_told_to_end_and_gets_to_say_so() {
        var stuck = new Draining.Active[1];
        stuck[0] = draining.register("a request", () -> {
            forced.incrementAndGet();
            stuck[0].ended();
        });

        leave(new Settings(NONE, SHORT, LONG));

        assertThat(forced).as("ends by force").hasValue(1);
        assertThat(draining.active()).isZero();
    }

    @Test
    void who_cannot_even_end_is_not_waited_for_beyond_the_limit() {
        var _ = draining.register("a request", forced::incrementAndGet);

        leave(new Settings(NONE, SHORT, SHORT));

        assertThat(forced).as("told to end").hasValue(1);
        assertThat(draining.active()).isEqualTo(1);
        assertThat(draining.some()).containsExactly("a request");
    }

    @Test
    void who_gets_in_while_everybody_is_being_ended_is_ended_too() {
        draining.enter(Draining.Phase.ENDING);

        var _ = draining.register("a request", forced::incrementAndGet);

        assertThat(forced).as("told to end").hasValue(1);
    }

    @Test
    void somebody_in_a_hurry_cuts_the_wait_short_and_still_nobody_is_cut_without_a_word() throws InterruptedException {
        var _ = draining.register("a request", forced::incrementAndGet);
        Thread leaver = leaving(new Settings(LONG, LONG, LONG));
        await().until(draining::leaving);

        leaver.interrupt();

        assertThat(leaver.join(Duration.ofSeconds(10))).as("left").isTrue();
        assertThat(forced).as("told to end").hasValue(1);
    }

    private Thread leaving(Settings settings) {
        return Thread.ofPlatform().daemon().start(() -> leave(settings));
    }

    private void leave(Settings settings) {
        new GracefulStop(draining, settings).leave(new ShutdownDelayInitiatedEvent());
    }

    private record Settings(Duration delay, Duration streamGrace, Duration endLimit) implements ShutdownSettings {}
}

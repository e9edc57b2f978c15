package io.sallyport.run.driver;

import io.sallyport.config.RunSettings;
import java.time.Duration;
import java.util.Optional;

/** Settings with these leases, and otherwise as shipped. */
record TestingRunSettings(int workers, Duration lease, Duration renewEvery, Duration startNothingAfter, Duration poll)
        implements RunSettings {
    static final RunSettings SHIPPED = new TestingRunSettings(
            Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(500));

    TestingRunSettings(Duration lease, Duration renewEvery, Duration startNothingAfter, Duration poll) {
        this(64, lease, renewEvery, startNothingAfter, poll);
    }

    @Override
    public Duration makeRoomAfter() {
        return poll.multipliedBy(20);
    }

    @Override
    public int replicas() {
        return 3;
    }

    @Override
    public Optional<String> crashPoints() {
        return Optional.empty();
    }
}

package io.sallyport.run.driver;

import io.sallyport.config.RunSettings;
import java.time.Duration;
import java.util.Optional;

/** Settings with these leases, and otherwise as shipped. */
record TestingRunSettings(Duration lease, Duration renewEvery, Duration startNothingAfter, Duration poll)
        implements RunSettings {
    static final RunSettings SHIPPED = new TestingRunSettings(
            Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(500));

    @Override
    public int workers() {
        return 64;
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

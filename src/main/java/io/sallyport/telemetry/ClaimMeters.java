package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.idempotency.ClaimObserver;
import io.sallyport.idempotency.Claims.Claim;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts claims by what came of them. */
@Singleton
final class ClaimMeters implements ClaimObserver {
    private final Map<Claim, Counter> counters = new EnumMap<>(Claim.class);

    ClaimMeters(MeterRegistry registry) {
        for (Claim outcome : Claim.values()) {
            counters.put(
                    outcome,
                    Metric.CLAIMS.counter(registry, "outcome", outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    @Override
    public void claimed(Claim outcome) {
        Counter counter = counters.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }
}

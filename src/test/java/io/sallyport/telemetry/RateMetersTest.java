package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.RateObserver.Judge;
import org.junit.jupiter.api.Test;

class RateMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RateMeters meters = new RateMeters(registry);

    @Test
    void whoever_asks_there_are_as_many_series_as_kinds() {
        for (int i = 0; i < 1_000; i++) {
            meters.allowed(limit("user:client:web-chat/person-" + i), Judge.STORE);
            meters.refused(limit("client:caller-" + i), Judge.REPLICA);
            meters.refused(limit("invented-" + i), Judge.REPLICA);
        }
        assertThat(registry.get("sallyport.rates").counters()).hasSize(3);
        assertThat(registry.get("sallyport.rates")
                        .tags("limit", "requestsPerMinute", "scope", "user", "outcome", "allowed", "judge", "store")
                        .counter()
                        .count())
                .isEqualTo(1_000);
        assertThat(registry.get("sallyport.rates")
                        .tags("scope", "client", "outcome", "refused", "judge", "replica")
                        .counter()
                        .count())
                .isEqualTo(1_000);
    }

    @Test
    void how_long_redis_takes_is_measured() {
        meters.answered(2_000_000);
        assertThat(registry.get("sallyport.rates.answer").timer().count()).isOne();
    }

    private static AppliedLimit limit(String scope) {
        return new AppliedLimit("default", scope, new LimitSpec(Measure.REQUESTS, Window.MINUTE, 5));
    }
}

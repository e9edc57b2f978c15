package io.sallyport.telemetry;

import io.prometheus.client.exemplars.ExemplarSampler;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Meters carry no exemplars: our spans are never the current ones of their thread, so that the framework's sampler would look for a trace
 * with each sample and find none.
 */
@Singleton
final class NoExemplars {
    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Optional<ExemplarSampler> sampler() {
        return Optional.empty();
    }
}

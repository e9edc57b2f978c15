package io.sallyport.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.tool.http.TokenObserver;
import jakarta.inject.Singleton;
import java.util.Locale;

/** How the issuer answers when a token for a tool is asked for. */
@Singleton
final class TokenMeters implements TokenObserver {
    private final MeterRegistry registry;

    TokenMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void asked(Grant grant, Outcome outcome) {
        Metric.TOOL_TOKENS
                .counter(registry, "grant", word(grant), "outcome", word(outcome))
                .increment();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

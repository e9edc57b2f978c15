package io.sallyport.resilience;

import java.util.Locale;

/** The state of a circuit breaker. The ordinal is the value of its gauge. */
public enum BreakerState {
    CLOSED,
    HALF_OPEN,
    OPEN;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}

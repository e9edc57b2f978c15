package io.sallyport.routing;

import java.util.Locale;

/** Why a candidate was passed over. */
public enum SkipReason {
    /** It lacks something the request needs. */
    INCAPABLE,
    BREAKER_OPEN,
    /** It said 429 and is given the time it asked for. */
    COOLING_DOWN,
    /** Its {@code maxConcurrent} calls are all in flight. */
    AT_CAPACITY,
    /** The request did not fit a context at least as large. */
    CONTEXT_TOO_SMALL,
    /** A budget does not allow what it could cost. */
    OVER_BUDGET,
    /** A budget applies, and nobody knows what it could cost. */
    UNBOUNDED;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}

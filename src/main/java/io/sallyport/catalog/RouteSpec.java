package io.sallyport.catalog;

import io.sallyport.chat.FieldRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A route: an alias that callers ask for as {@code model}, and where it leads.
 *
 * @param alias      its key in {@code routes:}
 * @param candidates chosen among by weight
 * @param fallbacks  then these, in order
 * @param limits     what may be used over this route over time, by whomever
 * @param requireKey whether callers must send an {@code Idempotency-Key}
 * @param fields     what is forced on bodies, and what callers may not send
 */
public record RouteSpec(
        String alias,
        List<Candidate> candidates,
        List<ModelSpec> fallbacks,
        Timeouts timeouts,
        RetrySpec retry,
        BreakerSpec breaker,
        LimitsSpec limits,
        boolean requireKey,
        FieldRules fields) {

    public RouteSpec {
        candidates = List.copyOf(candidates);
        fallbacks = List.copyOf(fallbacks);
    }

    /** A route without limits or rules for fields, where keys are optional. */
    public RouteSpec(
            String alias,
            List<Candidate> candidates,
            List<ModelSpec> fallbacks,
            Timeouts timeouts,
            RetrySpec retry,
            BreakerSpec breaker) {
        this(alias, candidates, fallbacks, timeouts, retry, breaker, LimitsSpec.NONE, false, FieldRules.NONE);
    }

    /** The same route with other limits. */
    public RouteSpec withLimits(LimitsSpec other) {
        return new RouteSpec(alias, candidates, fallbacks, timeouts, retry, breaker, other, requireKey, fields);
    }

    /** All models that it may lead to: candidates, then fallbacks. */
    public Stream<ModelSpec> models() {
        return Stream.concat(candidates.stream().map(Candidate::model), fallbacks.stream());
    }

    /** A model with its share among the candidates; weight 0 takes no traffic while another candidate can. */
    public record Candidate(ModelSpec model, int weight) {}

    /**
     * The limits of one request, all enforced.
     *
     * @param connect    TCP and TLS
     * @param firstToken streaming: request sent to first non-empty delta
     * @param idle       streaming: between chunks after the first token
     * @param attempt    not streaming: bounds one attempt; empty: half of what is left while another candidate remains
     * @param total      the whole request, all attempts included
     */
    public record Timeouts(
            Duration connect, Duration firstToken, Duration idle, Optional<Duration> attempt, Duration total) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Optional.empty(),
                Duration.ofSeconds(120));
    }

    /**
     * How often and how patiently one candidate is tried.
     *
     * @param attempts      on one candidate, the first included
     * @param baseDelay     first backoff, doubled each time, with full jitter
     * @param maxDelay      cap of the backoff
     * @param maxRetryAfter a provider's {@code Retry-After} up to this is waited for; beyond it the next candidate is used
     */
    public record RetrySpec(int attempts, Duration baseDelay, Duration maxDelay, Duration maxRetryAfter) {
        public static final RetrySpec DEFAULT =
                new RetrySpec(2, Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    /**
     * When a candidate is left alone for a while.
     *
     * @param window       requests looked at
     * @param failureRatio share of failures in the window that opens the breaker, 0 (exclusive) to 1
     * @param openFor      how long it stays open before one request may probe
     */
    public record BreakerSpec(int window, double failureRatio, Duration openFor) {
        public static final BreakerSpec DEFAULT = new BreakerSpec(20, 0.5, Duration.ofSeconds(10));
    }
}

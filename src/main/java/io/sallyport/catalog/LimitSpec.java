package io.sallyport.catalog;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of what may be used, in which window, across requests.
 *
 * @param amount requests, tokens, requests at once, or billionths of the currency's unit
 */
public record LimitSpec(Measure measure, Window window, long amount) {
    /** What is counted. */
    public enum Measure {
        REQUESTS("requests"),
        INPUT_TOKENS("inputTokens"),
        OUTPUT_TOKENS("outputTokens"),
        TOKENS("tokens"),
        COST("cost"),
        CONCURRENT("concurrent");

        private final String word;

        Measure(String word) {
            this.word = word;
        }

        /** As the catalogue spells it. */
        public String word() {
            return word;
        }

        /** Whether it is known only when the answer is there, so that it is reserved first. */
        public boolean isSpent() {
            return this != REQUESTS && this != CONCURRENT;
        }
    }

    /** Over which time. */
    public enum Window {
        /** At this moment: what is under way. */
        NOW(Optional.empty()),
        SECOND(Optional.of(Duration.ofSeconds(1))),
        MINUTE(Optional.of(Duration.ofMinutes(1))),
        HOUR(Optional.of(Duration.ofHours(1))),
        DAY(Optional.of(Duration.ofDays(1))),
        MONTH(Optional.of(Duration.ofDays(30)));

        private final Optional<Duration> length;

        Window(Optional<Duration> length) {
            this.length = length;
        }

        /** How long it is, where a rate refills over it; a month counts as 30 days there. Empty for what is under way. */
        public Optional<Duration> length() {
            return length;
        }

        /** The second half of the catalogue's key: {@code PerMinute}. */
        public String suffix() {
            return this == NOW
                    ? ""
                    : "Per" + name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /** The catalogue's key, which is also the name that callers see: {@code costPerDay}. */
    public String name() {
        return measure.word() + window.suffix();
    }

    /**
     * Whether it is a budget: kept in PostgreSQL, in calendar windows, exact. Money always is, tokens by the hour and longer are. Everything
     * else is a rate (or what is under way) and lives in Redis.
     */
    public boolean isBudget() {
        return measure == Measure.COST || (measure.isSpent() && window.compareTo(Window.HOUR) >= 0);
    }
}

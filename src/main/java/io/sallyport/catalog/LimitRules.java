package io.sallyport.catalog;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What holds for all limits: {@code catalog/limits.yaml}.
 *
 * @param zone        in which days and months begin
 * @param onStoreLoss what becomes of rates while Redis does not answer
 * @param maxWait     how long a request waits at most for others to settle, where it would fit then
 * @param everybody   limits that count whatever anybody uses
 */
public record LimitRules(ZoneId zone, OnStoreLoss onStoreLoss, Duration maxWait, LimitsSpec everybody) {
    public static final LimitRules DEFAULT =
            new LimitRules(ZoneOffset.UTC, OnStoreLoss.LOCAL, Duration.ZERO, LimitsSpec.NONE);

    /** What becomes of rates while Redis does not answer. Budgets are in PostgreSQL: without it they are refused. */
    public enum OnStoreLoss {
        /** Each replica allows its share, from what it last saw. */
        LOCAL,
        /** Requests under a rate are refused. */
        DENY
    }
}

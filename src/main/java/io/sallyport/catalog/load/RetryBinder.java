package io.sallyport.catalog.load;

import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.RouteSpec.RetrySpec;
import java.math.BigDecimal;
import java.time.Duration;

/** Binds {@code retry:} and {@code breaker:}. */
final class RetryBinder {
    private RetryBinder() {}

    static RetrySpec retry(Fields fields) {
        RetrySpec usual = RetrySpec.DEFAULT;
        Duration base = fields.duration("baseDelay").orElse(usual.baseDelay());
        Duration max = fields.duration("maxDelay").orElse(usual.maxDelay());
        if (base.compareTo(max) > 0) {
            String culprit = fields.has("baseDelay") ? "baseDelay" : "maxDelay";
            fields.findings()
                    .error(
                            fields.at(culprit),
                            "`baseDelay` (" + Durations.write(base) + ") is longer than `maxDelay` ("
                                    + Durations.write(max) + ").",
                            "Make `baseDelay` shorter, or `maxDelay` longer.");
        }
        return new RetrySpec(
                fields.whole("attempts").orElse(usual.attempts()),
                base,
                max,
                fields.duration("maxRetryAfter").orElse(usual.maxRetryAfter()));
    }

    static BreakerSpec breaker(Fields fields) {
        BreakerSpec usual = BreakerSpec.DEFAULT;
        return new BreakerSpec(
                fields.whole("window").orElse(usual.window()),
                fields.number("failureRatio").map(BigDecimal::doubleValue).orElse(usual.failureRatio()),
                fields.duration("openFor").orElse(usual.openFor()));
    }
}

package io.sallyport.catalog.load;

import io.sallyport.catalog.LimitSpec.Measure;
import java.math.BigDecimal;
import java.util.Optional;

/** Amounts of limits: whole numbers, and money in billionths of a unit. */
final class Amounts {
    /** The schemas name the same bounds. */
    static final long MOST_COUNTED = 1_000_000_000_000L;

    static final long MOST_AT_ONCE = 1_000_000L;
    static final long MOST_NANO = 1_000_000_000_000_000_000L;

    private static final int NANO = 9;

    private Amounts() {}

    /** The amount under {@code key}; what is none is found, so that no limit that somebody wrote is left out. */
    static Optional<Long> read(Fields fields, LimitKeys.Key key) {
        Optional<BigDecimal> written = fields.number(key.name());
        if (written.isEmpty()) {
            return refuse(fields, key, "This is no amount.", "Write a number above zero.");
        }
        boolean money = key.measure() == Measure.COST;
        BigDecimal amount = money ? written.get().movePointRight(NANO) : written.get();
        if (amount.signum() <= 0 || amount.compareTo(BigDecimal.valueOf(most(key.measure()))) > 0) {
            return refuse(
                    fields,
                    key,
                    "This is not possible as an amount.",
                    "Write a number above zero, at most " + write(key.measure(), most(key.measure())) + ".");
        }
        try {
            return Optional.of(amount.longValueExact());
        } catch (ArithmeticException e) {
            return money
                    ? refuse(
                            fields,
                            key,
                            "Money is counted in billionths of a unit, and this is finer.",
                            "Write at most " + NANO + " decimals.")
                    : refuse(fields, key, "This is counted in whole numbers.", "Write a whole number.");
        }
    }

    /** As the catalogue writes it. */
    static String write(Measure measure, long amount) {
        return measure == Measure.COST
                ? BigDecimal.valueOf(amount, NANO).stripTrailingZeros().toPlainString()
                : Long.toString(amount);
    }

    private static long most(Measure measure) {
        return switch (measure) {
            case COST -> MOST_NANO;
            case CONCURRENT -> MOST_AT_ONCE;
            case REQUESTS, INPUT_TOKENS, OUTPUT_TOKENS, TOKENS -> MOST_COUNTED;
        };
    }

    private static Optional<Long> refuse(Fields fields, LimitKeys.Key key, String what, String fix) {
        fields.findings().error(fields.at(key.name()), what, fix);
        return Optional.empty();
    }
}

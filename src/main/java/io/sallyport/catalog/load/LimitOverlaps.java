package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.catalog.load.LimitsBinder.Written;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Limits of one entry whose windows overlap. One that allows more than a wider one does cannot be meant: an error. One that is never met
 * because the others come first, or that others make superfluous, harms nobody: a warning.
 */
final class LimitOverlaps {
    private static final Duration LONGEST_MONTH = Duration.ofDays(31);

    private final Findings findings;

    LimitOverlaps(Findings findings) {
        this.findings = findings;
    }

    /** Among limits that count the same requests. */
    void within(Written written) {
        between(written, written);
    }

    /** @param parts limits that count a part of what {@code whole} counts */
    void between(Written whole, Written parts) {
        for (LimitSpec part : parts.limits()) {
            for (LimitSpec wide : whole.limits()) {
                boolean itself = part == wide;
                if (!itself && covers(wide.measure(), part.measure())) {
                    compare(whole, wide, parts, part);
                }
            }
        }
    }

    private void compare(Written whole, LimitSpec wide, Written parts, LimitSpec part) {
        if (wide.window().compareTo(part.window()) < 0) {
            neverMet(whole, wide, parts, part);
        } else if (part.amount() > wide.amount()) {
            findings.error(
                    parts.fields().at(part.name()),
                    name(parts, part) + " is more than " + name(whole, wide)
                            + " lets through: it could never be reached.",
                    "Make it " + Amounts.write(wide.measure(), wide.amount()) + " or less, or `" + wide.name()
                            + "` larger.");
        } else if (part.amount() == wide.amount()) {
            findings.warning(
                    parts.fields().at(part.name()),
                    name(parts, part) + " does nothing: " + name(whole, wide) + " is never met later.",
                    "Make it smaller, or remove it.");
        }
    }

    /** A bucket that was full at the beginning gives its amount once more than its window passes. */
    private void neverMet(Written whole, LimitSpec wide, Written parts, LimitSpec part) {
        if (wide.window() == Window.NOW) {
            return;
        }
        long times = length(part.window()).dividedBy(length(wide.window())) + 1;
        BigInteger most = BigInteger.valueOf(wide.amount()).multiply(BigInteger.valueOf(times));
        if (most.compareTo(BigInteger.valueOf(part.amount())) < 0) {
            findings.warning(
                    parts.fields().at(part.name()),
                    name(parts, part) + " does nothing: " + name(whole, wide) + " never lets so much through.",
                    "Make it smaller, or remove it.");
        }
    }

    private static Duration length(Window window) {
        return window == Window.MONTH ? LONGEST_MONTH : window.length().orElseThrow();
    }

    /** Whether whatever counts as {@code part} counts as {@code wide}. */
    private static boolean covers(Measure wide, Measure part) {
        boolean tokens = part == Measure.INPUT_TOKENS || part == Measure.OUTPUT_TOKENS;
        return wide == part || (wide == Measure.TOKENS && tokens);
    }

    private static String name(Written written, LimitSpec limit) {
        return "`" + limit.name() + "`" + written.whose() + " (" + Amounts.write(limit.measure(), limit.amount()) + ")";
    }
}

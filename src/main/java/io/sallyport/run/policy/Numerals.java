package io.sallyport.run.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers as people write them: {@code 1,000.00}, {@code 1.000,00}, {@code 1 000} and {@code 1'000} may all be a thousand. */
final class Numerals {
    private static final String GROUPING = ".,'\u2019_ ";
    /** Longer ones are no amount that anybody writes. */
    private static final int MOST_CHARS = 64;

    private Numerals() {}

    /**
     * A run of digits and what groups them.
     *
     * @param whole whether it is no part of a word
     */
    record Numeral(String text, boolean whole) {
        private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([,'\u2019 ][0-9]{3})+(\\.[0-9]+)?");
        private static final Pattern CONTINENTAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{3})*,[0-9]{1,2}");

        /** Whether it says {@code number} and nothing else: in doubt, no. */
        boolean is(BigDecimal number) {
            String plain = GROUPED.matcher(text).matches()
                    ? text.replaceAll("[,'\u2019 ]", "")
                    : CONTINENTAL.matcher(text).matches()
                            ? text.replace(".", "").replace(',', '.')
                            : text;
            return whole
                    && decimal(plain)
                            .filter(reading -> reading.compareTo(number.abs()) == 0)
                            .isPresent();
        }

        /** Whether it can be read as {@code number}, in the minor unit too: in doubt, yes. */
        boolean mayBe(BigDecimal number) {
            BigDecimal wanted = number.abs();
            String tight = text.replaceAll("['\u2019_ ]", "");
            return Stream.of(
                                    tight.replace(",", ""),
                                    tight.replace(".", "").replace(',', '.'),
                                    tight.replaceAll("[.,]", ""))
                            .flatMap(reading -> decimal(reading).stream())
                            .anyMatch(reading -> reading.compareTo(wanted) == 0)
                    || Stream.of(text.split("[ ']"))
                            .flatMap(part -> decimal(part).stream())
                            .anyMatch(part -> part.compareTo(wanted) == 0);
        }
    }

    /** The number that {@code text} is, if it is one and nothing else. */
    static Optional<BigDecimal> decimal(String text) {
        return text.matches("-?[0-9]{1,40}(\\.[0-9]{1,40})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    static Stream<Numeral> in(String text) {
        List<Numeral> found = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (isDigit(text, i)) {
                int end = end(text, i);
                boolean whole = (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))
                        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
                found.add(new Numeral(text.substring(i, end), whole));
                i = end;
            }
        }
        return found.stream();
    }

    private static int end(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < MOST_CHARS) {
            boolean grouping = GROUPING.indexOf(text.charAt(at)) >= 0 && isDigit(text, at + 1);
            if (!isDigit(text, at) && !grouping) {
                break;
            }
            at++;
        }
        return at;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}

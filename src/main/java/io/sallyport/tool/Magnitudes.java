package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Finds numbers like {@code 1e999999999}: thirteen characters to write, and gigabytes of digits for whoever wants them whole. Nothing
 * computes with a number before it has been looked at here.
 */
final class Magnitudes {
    /** Digits before or behind the point. */
    private static final int MOST_DIGITS = 1000;

    private Magnitudes() {}

    /** Where the first such number is, as a JSON Pointer. */
    static Optional<String> tooLarge(JsonNode tree) {
        return tree.isContainerNode() ? within(tree) : tooLargeItself(tree) ? Optional.of("") : Optional.empty();
    }

    private static Optional<String> within(JsonNode tree) {
        if (tree.isObject()) {
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                Optional<String> found = tooLarge(member.getValue());
                if (found.isPresent()) {
                    return found.map(rest -> "/" + Pointers.escaped(member.getKey()) + rest);
                }
            }
        }
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            Optional<String> found = tooLarge(tree.get(i));
            if (found.isPresent()) {
                return Optional.of("/" + i + found.get());
            }
        }
        return Optional.empty();
    }

    private static boolean tooLargeItself(JsonNode value) {
        if (!value.isBigDecimal()) {
            return false;
        }
        BigDecimal number = value.decimalValue();
        return Math.abs((long) number.scale()) > MOST_DIGITS;
    }
}

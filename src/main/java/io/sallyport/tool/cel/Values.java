package io.sallyport.tool.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.NullValue;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as CEL sees them, converted where they are looked at. CEL has whole numbers of 64 bits and binary floating point: a number that
 * is neither is an error and not the nearest one, or {@code 100.00000000000000001 <= 100} would hold.
 */
final class Values {
    private final Cost cost;

    /** @param cost charged for each text that is looked at */
    Values(Cost cost) {
        this.cost = cost;
    }

    Object of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> new Members(value);
            case ARRAY -> new Elements(value);
            case STRING -> cost.shown(value.textValue());
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value);
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode value) {
        if (value.isIntegralNumber()) {
            if (!value.canConvertToLong()) {
                throw new ArithmeticException("a whole number beyond 64 bits");
            }
            return value.longValue();
        }
        BigDecimal exact = value.decimalValue();
        double nearest = exact.doubleValue();
        if (!Double.isFinite(nearest) || new BigDecimal(Double.toString(nearest)).compareTo(exact) != 0) {
            throw new ArithmeticException("a number with more digits than can be compared");
        }
        return nearest;
    }

    /** The members of an object. */
    private final class Members extends AbstractMap<String, Object> {
        private final JsonNode object;

        Members(JsonNode object) {
            this.object = object;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return key instanceof String name && object.has(name);
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            JsonNode value = key instanceof String name ? object.get(name) : null;
            return value == null ? null : of(value);
        }

        @Override
        public int size() {
            return object.size();
        }

        @Override
        public Set<String> keySet() {
            Set<String> names = new LinkedHashSet<>();
            object.fieldNames().forEachRemaining(names::add);
            return names;
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            Set<Map.Entry<String, Object>> entries = new LinkedHashSet<>();
            object.properties().forEach(member -> entries.add(Map.entry(member.getKey(), of(member.getValue()))));
            return entries;
        }
    }

    /** The elements of an array. */
    private final class Elements extends AbstractList<Object> {
        private final JsonNode array;

        Elements(JsonNode array) {
            this.array = array;
        }

        @Override
        public Object get(int index) {
            JsonNode element = array.get(index);
            if (element == null) {
                throw new IndexOutOfBoundsException(index);
            }
            return of(element);
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}

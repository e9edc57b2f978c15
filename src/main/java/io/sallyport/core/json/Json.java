package io.sallyport.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.Bytes;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** JSON as trees, for what is small or must be looked at whole. Numbers keep their digits; duplicate keys are refused. */
public final class Json {
    private static final int MOST_NESTED = 200;

    /** What was taken from others is put into documents of our own: an event, a signal, an error's detail. */
    private static final int WRAPPED = 50;

    private static final ObjectMapper MAPPER = mapper(MOST_NESTED);
    private static final ObjectMapper OWN = mapper(MOST_NESTED + WRAPPED);

    private Json() {}

    private static ObjectMapper mapper(int mostNested) {
        return JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(mostNested)
                                .maxStringLength(64 * 1024 * 1024)
                                .maxNumberLength(1000)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The tree of {@code json}, or empty where it is not one JSON value. */
    public static Optional<JsonNode> parse(byte[] json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json)).filter(tree -> !tree.isMissingNode());
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    /** The tree of {@code json}, or empty where it is not one JSON value. */
    public static Optional<JsonNode> parse(String json) {
        try {
            return Optional.ofNullable(MAPPER.readTree(json)).filter(tree -> !tree.isMissingNode());
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    /** The tree of what we wrote ourselves, which may have what {@link #parse} takes in it. */
    public static JsonNode own(Bytes json) {
        try {
            JsonNode tree = OWN.readTree(json.array());
            if (tree != null && !tree.isMissingNode()) {
                return tree;
            }
        } catch (IOException malformed) {
            throw new IllegalStateException("a stored document is not JSON", malformed);
        }
        throw new IllegalStateException("a stored document is empty");
    }

    /** The bytes of {@code tree}, members in their order. */
    public static Bytes bytes(JsonNode tree) {
        try {
            return Bytes.of(MAPPER.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** {@code tree} as maps, lists, texts, numbers with all their digits, booleans and null. */
    public static @Nullable Object plain(JsonNode tree) {
        return MAPPER.convertValue(tree, Object.class);
    }

    /** The text of {@code tree}, members in their order. */
    public static String text(JsonNode tree) {
        return tree.toString();
    }

    /**
     * The same bytes for the same value: members sorted by name, no white space. Numbers keep their digits: RFC 8785 would pass them
     * through a double, and two order numbers that differ in their last digit would become one.
     */
    public static Bytes canonical(JsonNode tree) {
        return bytes(sorted(tree));
    }

    private static JsonNode sorted(JsonNode tree) {
        if (tree.isObject()) {
            ObjectNode sorted = object();
            TreeSet<String> names = new TreeSet<>();
            tree.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> sorted.set(name, sorted(tree.get(name))));
            return sorted;
        }
        if (tree.isArray()) {
            ArrayNode elements = array();
            tree.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        return tree;
    }
}

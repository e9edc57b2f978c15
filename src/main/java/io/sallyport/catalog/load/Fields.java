package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Findings;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** A mapping, read field by field. What is absent or of the wrong sort is empty: the schema has already said so. */
record Fields(Map<String, YamlNode.Entry> entries, Place place, Findings findings) {
    static Fields of(YamlNode node, Findings findings) {
        return node instanceof YamlNode.Mapping mapping
                ? new Fields(mapping.entries(), mapping.place(), findings)
                : new Fields(Map.of(), node.place(), findings);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    private Optional<YamlNode.Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Where the value of {@code key} is, or where it would belong. */
    Place at(String key) {
        return entry(key).map(entry -> entry.value().place()).orElseGet(() -> place.key(key));
    }

    /** Where the key itself is, or where it would belong. */
    Place keyAt(String key) {
        return entry(key).map(YamlNode.Entry::keyPlace).orElseGet(() -> place.key(key));
    }

    Fields fields(String key) {
        return entry(key)
                .map(entry -> of(entry.value(), findings))
                .orElseGet(() -> new Fields(Map.of(), place.key(key), findings));
    }

    /** The mappings under {@code key}, by their names. */
    Map<String, Fields> named(String key) {
        Map<String, Fields> named = new LinkedHashMap<>();
        fields(key).entries().forEach((name, entry) -> named.put(name, of(entry.value(), findings)));
        return named;
    }

    List<YamlNode> items(String key) {
        return entry(key)
                .map(YamlNode.Entry::value)
                .map(value -> value instanceof YamlNode.Sequence sequence ? sequence.items() : List.<YamlNode>of())
                .orElse(List.of());
    }

    Optional<YamlNode.Scalar> scalar(String key) {
        return entry(key)
                .map(YamlNode.Entry::value)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(YamlNode.Scalar.class::cast);
    }

    Optional<String> text(String key) {
        return scalar(key).flatMap(scalar -> text(scalar, findings));
    }

    /** The text of a field that is no secret: what is in a file is not for it. */
    static Optional<String> text(YamlNode.Scalar scalar, Findings findings) {
        return isKnown(scalar, findings) ? scalar.text().known().filter(text -> !text.isEmpty()) : Optional.empty();
    }

    private static boolean isKnown(YamlNode.Scalar scalar, Findings findings) {
        boolean known = scalar.text().known().isPresent();
        if (!known) {
            findings.error(
                    scalar.place(),
                    "A `${file:…}` is not read here.",
                    "Files are read for secrets only: apiKey, clientSecret, and the values of headers and query.");
        }
        return known;
    }

    OptionalInt whole(String key) {
        Optional<String> digits = text(key).filter(text -> text.matches("[0-9]{1,9}"));
        return digits.isPresent() ? OptionalInt.of(Integer.parseInt(digits.get())) : OptionalInt.empty();
    }

    Optional<BigDecimal> number(String key) {
        return text(key).filter(text -> text.matches("[-+.0-9eE]+")).flatMap(Fields::decimal);
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Texts of a list; what is no text is left out. */
    List<String> texts(String key) {
        return items(key).stream()
                .filter(YamlNode.Scalar.class::isInstance)
                .flatMap(item -> text((YamlNode.Scalar) item, findings).stream())
                .toList();
    }

    /** Whatever is there, as JSON; nothing of it is a secret. */
    Optional<JsonNode> json(String key) {
        return node(key).filter(this::isAllKnown).map(new JsonTree(Set.of())::of);
    }

    /** Looks at all of it, so that each mistake is told. */
    private boolean isAllKnown(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> isKnown(scalar, findings);
            case YamlNode.Sequence sequence -> areAllKnown(sequence.items().stream());
            case YamlNode.Mapping mapping ->
                areAllKnown(mapping.entries().values().stream().map(YamlNode.Entry::value));
        };
    }

    private boolean areAllKnown(Stream<YamlNode> nodes) {
        return nodes.filter(node -> !isAllKnown(node)).count() == 0;
    }

    /** Whatever is there, as it is written. */
    Optional<YamlNode> node(String key) {
        return entry(key).map(YamlNode.Entry::value);
    }

    boolean isTrue(String key) {
        return text(key).filter(text -> text.equalsIgnoreCase("true")).isPresent();
    }

    Optional<Duration> duration(String key) {
        Optional<Duration> duration = text(key).flatMap(Durations::parse);
        if (duration.filter(d -> d.compareTo(Durations.LONGEST) > 0).isPresent()) {
            findings.error(at(key), "This is longer than `7d`, the longest duration there is.", "Make it shorter.");
            return Optional.empty();
        }
        return duration;
    }
}

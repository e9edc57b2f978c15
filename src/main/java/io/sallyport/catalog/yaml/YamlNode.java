package io.sallyport.catalog.yaml;

import io.sallyport.catalog.Place;
import java.util.List;
import java.util.Map;

/** A value in a YAML file. */
public sealed interface YamlNode {
    /** Where it begins. */
    Place place();

    /** Keys and values, in file order. */
    record Mapping(Place place, Map<String, Entry> entries) implements YamlNode {}

    /** Values, in file order. */
    record Sequence(Place place, List<YamlNode> items) implements YamlNode {}

    /**
     * A single value.
     *
     * @param written  as it stands in the file: safe to show unless the field is a secret
     * @param text     with its references looked up: not safe to show
     * @param type     as YAML 1.2 reads it; what holds a reference is text
     */
    record Scalar(Place place, String written, Text text, ScalarType type) implements YamlNode {
        /** Whether it is more than what was written: references were looked up. */
        public boolean referenced() {
            return !text.isJust(written);
        }
    }

    /**
     * A value and the key it has.
     *
     * @param keyPlace where the key is
     */
    record Entry(Place keyPlace, YamlNode value) {}
}

package io.sallyport.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Usage;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code usage} object that is a tree already. */
public final class UsageJson {
    private UsageJson() {}

    /** What it counts; empty where it is no object, or one of its counts is no whole number. */
    public static Optional<Usage> read(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        UsageCounts counts = new UsageCounts();
        read(usage, "", counts);
        return Optional.ofNullable(counts.usage());
    }

    private static void read(JsonNode object, String within, UsageCounts counts) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            UsageField.named(within + field.getKey()).ifPresent(name -> name.tell(counts, count(field.getValue())));
            if (field.getValue().isObject() && within.isEmpty()) {
                read(field.getValue(), field.getKey() + ".", counts);
            }
        }
    }

    private static long count(JsonNode value) {
        if (value.isNull()) {
            return 0;
        }
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : -1;
    }
}

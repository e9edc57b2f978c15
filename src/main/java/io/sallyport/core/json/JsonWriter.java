package io.sallyport.core.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes small JSON texts, such as errors and spliced members. Lone surrogates, which UTF-8 cannot carry, are written as escapes. */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder(128);

    /** {@code text} as a JSON string in UTF-8, quotes included. */
    public static byte[] quoted(String text) {
        return new JsonWriter().string(text).toBytes();
    }

    /** Appends {@code json} as it is. */
    @CanIgnoreReturnValue
    public JsonWriter raw(String json) {
        out.append(json);
        return this;
    }

    /** Appends {@code text} as a JSON string. */
    @CanIgnoreReturnValue
    public JsonWriter string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text, i);
        }
        out.append('"');
        return this;
    }

    /** Appends null, a boolean, a number, a map (by name), an iterable, or anything else as the string it prints as. */
    @CanIgnoreReturnValue
    public JsonWriter value(@Nullable Object value) {
        return switch (value) {
            case null -> raw("null");
            case Boolean bool -> raw(bool.toString());
            case Double number when !Double.isFinite(number) -> raw("null");
            case Float number when !Float.isFinite(number) -> raw("null");
            case Number number -> raw(number.toString());
            case Map<?, ?> map -> object(map);
            case Iterable<?> elements -> array(elements);
            default -> string(value.toString());
        };
    }

    /** Appends {@code ,"name":value}. */
    @CanIgnoreReturnValue
    public JsonWriter furtherMember(String name, @Nullable Object value) {
        return raw(",").string(name).raw(":").value(value);
    }

    public byte[] toBytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonWriter object(Map<?, ?> map) {
        Map<String, Object> byName = new TreeMap<>();
        map.forEach((name, value) -> byName.put(String.valueOf(name), value));
        String separator = "{";
        for (Map.Entry<String, Object> entry : byName.entrySet()) {
            raw(separator).string(entry.getKey()).raw(":").value(entry.getValue());
            separator = ",";
        }
        return raw(byName.isEmpty() ? "{}" : "}");
    }

    private JsonWriter array(Iterable<?> elements) {
        raw("[");
        String separator = "";
        for (Object element : elements) {
            raw(separator).value(element);
            separator = ",";
        }
        return raw("]");
    }

    private void character(String text, int i) {
        char c = text.charAt(i);
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || isLoneSurrogate(text, i)) {
                    out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}

package io.sallyport.checkpoint.pg;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statement whose parameters have names, {@code :like_this}: with thirty of them, numbers would be where the mistakes are. */
final class Sql {
    private static final Map<String, String> COMMON = Map.of("terminal", Rows.TERMINAL, "run_columns", Rows.RUN);
    private static final Pattern PART = Pattern.compile("\\{([a-z_]+)}");
    private static final Pattern NAME = Pattern.compile("(?<!:):([a-z][a-z_]*)");

    private final String text;
    private final List<String> names;

    private Sql(String text, List<String> names) {
        this.text = text;
        this.names = names;
    }

    /** {@code text} with parameters, and with the {@code {names}} of what many statements have in common. */
    static Sql of(String text) {
        return of(text, Map.of());
    }

    /** The same, with parts of its own: what stands for each {@code {name}}. */
    static Sql of(String text, Map<String, String> parts) {
        Map<String, String> all = new HashMap<>(COMMON);
        all.putAll(parts);
        return numbered(PART.matcher(text).replaceAll(found -> Matcher.quoteReplacement(part(all, found.group(1)))));
    }

    private static String part(Map<String, String> parts, String name) {
        return PART.matcher(Objects.requireNonNull(parts.get(name), name))
                .replaceAll(found -> Matcher.quoteReplacement(part(parts, found.group(1))));
    }

    private static Sql numbered(String text) {
        List<String> names = new ArrayList<>();
        String numbered = NAME.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            if (!names.contains(name)) {
                names.add(name);
            }
            return "\\$" + (names.indexOf(name) + 1);
        });
        return new Sql(numbered, List.copyOf(names));
    }

    /** As PostgreSQL reads it. */
    String text() {
        return text;
    }

    Tuple bind(Values values) {
        if (!values.byName.keySet().equals(Set.copyOf(names))) {
            throw new IllegalArgumentException(values.byName.keySet() + " are not the parameters " + names);
        }
        io.vertx.sqlclient.Tuple tuple = io.vertx.sqlclient.Tuple.tuple();
        for (String name : names) {
            tuple = tuple.addValue(values.byName.get(name));
        }
        return Tuple.newInstance(tuple);
    }

    /** What the parameters stand for. */
    static final class Values {
        private final Map<String, @Nullable Object> byName = new HashMap<>();

        static Values none() {
            return new Values();
        }

        Values with(String name, @Nullable Object value) {
            byName.put(name, value);
            return this;
        }
    }
}

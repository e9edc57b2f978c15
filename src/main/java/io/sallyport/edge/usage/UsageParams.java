package io.sallyport.edge.usage;

import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.usage.UsageQuery.Dimension;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Query parameters, all of which are known and there once at most. Every complaint names the parameter and says what it should be. */
final class UsageParams {
    private static final int MOST_GROUPS = 3;
    private static final int LONGEST = 400;
    private static final int MOST_LINES = 10_000;
    private static final int USUAL_LINES = 1_000;
    private static final List<String> WHAT = List.of("chat", "embedding", "tool");

    private final MultiMap params;

    private UsageParams(MultiMap params) {
        this.params = params;
    }

    /** Those of one's own usage. */
    static UsageParams own(MultiMap params) {
        return new UsageParams(params).knowing(List.of("from", "to"));
    }

    /** Those of everybody's. */
    static UsageParams all(MultiMap params) {
        Stream<String> filters = filters().stream().map(Dimension::word);
        return new UsageParams(params)
                .knowing(Stream.concat(Stream.of("from", "to", "groupBy", "format", "limit", "after"), filters)
                        .toList());
    }

    private UsageParams knowing(List<String> known) {
        for (String name : params.names()) {
            if (!known.contains(name)) {
                String meant = Nearest.to(name, known)
                        .map(near -> "Did you mean \"" + near + "\"? ")
                        .orElse("");
                throw bad(
                        Names.shown(name),
                        "is not a parameter here",
                        meant + "The parameters are " + String.join(", ", known) + ".");
            }
            if (params.getAll(name).size() > 1) {
                throw bad(name, "is there more than once", "Send it once.");
            }
        }
        return this;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(params.get(name));
    }

    /** What lines are made of: up to three words, with commas between them. */
    List<Dimension> groups() {
        List<Dimension> groups = new ArrayList<>();
        get("groupBy").filter(text -> !text.isEmpty()).ifPresent(text -> {
            for (String word : text.split(",", -1)) {
                groups.add(dimension(word.strip()));
            }
        });
        if (groups.size() > MOST_GROUPS || groups.stream().distinct().count() < groups.size()) {
            throw bad("groupBy", "has more than " + MOST_GROUPS + " words, or one twice", "Send fewer.");
        }
        return groups;
    }

    private static Dimension dimension(String word) {
        List<String> words =
                Arrays.stream(Dimension.values()).map(Dimension::word).toList();
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.word().equals(word))
                .findFirst()
                .orElseThrow(() -> bad(
                        "groupBy",
                        "has a word that is nothing to group by: \"" + Names.shown(word) + "\"",
                        "Send some of " + String.join(", ", words) + ", with commas between them."));
    }

    /** What entries must be. */
    Map<Dimension, String> only() {
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        for (Dimension dimension : filters()) {
            get(dimension.word()).ifPresent(value -> only.put(dimension, checked(dimension.word(), value)));
        }
        if (only.containsKey(Dimension.WHAT) && !WHAT.contains(only.get(Dimension.WHAT))) {
            throw bad("what", "is none of " + String.join(", ", WHAT), "Send one of these words.");
        }
        return only;
    }

    private static List<Dimension> filters() {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> !dimension.isTime())
                .toList();
    }

    private static String checked(String name, String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw bad(name, "does not have 1 to " + LONGEST + " characters", "Correct or omit it.");
        }
        return value;
    }

    int limit() {
        return get("limit").map(text -> number("limit", text, 1, MOST_LINES)).orElse(USUAL_LINES);
    }

    /** Lines of the pages before. */
    int after() {
        return get("after").map(text -> number("after", text, 0, 9_999_999)).orElse(0);
    }

    private static int number(String name, String text, int least, int most) {
        if (!text.matches("[0-9]{1,8}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw bad(name, "is not a number from " + least + " to " + most, "Correct or omit it.");
        }
        return Integer.parseInt(text);
    }

    static ProblemException bad(String name, String what, String fix) {
        return Problem.of(ProblemCode.INVALID_REQUEST, name + " " + what + ".", fix)
                .at(name)
                .exception();
    }
}

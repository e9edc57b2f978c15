package io.sallyport.provider.scripted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** Milliseconds before the first chunk (or a whole answer), and before each further one. */
record Latency(long firstToken, long perChunk) {
    static final Latency NONE = new Latency(0, 0);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    @JsonCreator
    static Latency of(
            @JsonProperty("firstToken") @Nullable String firstToken,
            @JsonProperty("perChunk") @Nullable String perChunk) {
        return new Latency(millis("firstToken", firstToken), millis("perChunk", perChunk));
    }

    private static long millis(String field, @Nullable String text) {
        if (text == null) {
            return 0;
        }
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new IllegalArgumentException("'" + field + "' is not a duration. Write 250ms, 10s or 1m.");
        }
        long unit = switch (duration.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            default -> 60_000;
        };
        return Long.parseLong(duration.group(1)) * unit;
    }
}

package io.sallyport.dialect.openai;

import io.sallyport.chat.Usage;
import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonScanner;
import io.sallyport.core.json.JsonToken;
import org.jspecify.annotations.Nullable;

/** Reads a {@code usage} object. Counts that are not whole numbers make it no usage at all: nothing is invented. */
final class UsageScan {
    private static final JsonNames COUNTS =
            JsonNames.of("prompt_tokens", "completion_tokens", "prompt_tokens_details", "completion_tokens_details");
    private static final JsonNames CACHED = JsonNames.of("cached_tokens");
    private static final JsonNames REASONING = JsonNames.of("reasoning_tokens");

    private long input;
    private long cached;
    private long output;
    private long reasoning;
    private boolean there;

    void reset() {
        input = 0;
        cached = 0;
        output = 0;
        reasoning = 0;
        there = false;
    }

    /** Reads the value whose first token is the current one, to its end. */
    void read(JsonScanner scanner) {
        there = scanner.token() == JsonToken.OBJECT_START;
        while (there && scanner.next() == JsonToken.NAME) {
            int count = scanner.in(COUNTS);
            JsonToken value = scanner.next();
            switch (count) {
                case 0 -> input = count(scanner);
                case 1 -> output = count(scanner);
                case 2 -> cached = detail(scanner, value, CACHED);
                case 3 -> reasoning = detail(scanner, value, REASONING);
                default -> {
                    // other counts are other people's
                }
            }
            if (!scanner.skip()) {
                return;
            }
        }
    }

    boolean there() {
        return there;
    }

    @Nullable
    Usage usage() {
        boolean counted = there && input >= 0 && cached >= 0 && output >= 0 && reasoning >= 0;
        return counted ? new Usage(input, cached, output, reasoning) : null;
    }

    private static long count(JsonScanner scanner) {
        return switch (scanner.token()) {
            case NUMBER -> scanner.wholeNumber();
            case NULL -> 0;
            default -> -1;
        };
    }

    private static long detail(JsonScanner scanner, JsonToken value, JsonNames name) {
        long found = 0;
        while (value == JsonToken.OBJECT_START && scanner.next() == JsonToken.NAME) {
            boolean wanted = scanner.in(name) == 0;
            if (scanner.next() == JsonToken.INVALID) {
                return -1;
            }
            found = wanted ? count(scanner) : found;
            if (!scanner.skip()) {
                return -1;
            }
        }
        return found;
    }
}

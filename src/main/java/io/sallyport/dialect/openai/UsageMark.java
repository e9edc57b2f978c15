package io.sallyport.dialect.openai;

import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonToken;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The smallest edit that makes a streaming request ask for usage: the bytes to replace, and what to put there. */
record UsageMark(int from, int to, String with) {
    private static final JsonNames NAMES = JsonNames.of("include_usage");
    private static final String MEMBER = "\"include_usage\":true";

    /** For a body without {@code stream_options}, whose first member begins at {@code at}. */
    static UsageMark asFirstMember(int at) {
        return new UsageMark(at, at, "\"stream_options\":{" + MEMBER + "},");
    }

    /** For {@code "stream_options": null}, the null being the current token. */
    static UsageMark insteadOf(RequestScanner scanner) {
        return new UsageMark(scanner.tokenFrom(), scanner.tokenTo(), "{" + MEMBER + "}");
    }

    /** For a {@code stream_options} object whose opening brace is the current token; steps to its end, telling {@code includeUsage}. */
    static UsageMark inside(RequestScanner scanner, Consumer<JsonToken> includeUsage) {
        int first = scanner.tokenTo();
        @Nullable UsageMark mark = null;
        boolean empty = true;
        while (scanner.next() == JsonToken.NAME) {
            empty = false;
            boolean usage = scanner.in(NAMES) == 0;
            JsonToken value = scanner.next();
            if (usage) {
                includeUsage.accept(value);
                mark = new UsageMark(scanner.tokenFrom(), scanner.tokenTo(), "true");
            }
            scanner.skip();
        }
        return mark != null ? mark : new UsageMark(first, first, empty ? MEMBER : MEMBER + ",");
    }
}

package io.sallyport.dialect.openai;

import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonScanner;
import io.sallyport.core.json.JsonToken;
import org.jspecify.annotations.Nullable;

/** The scanner over a caller's request: what is not JSON ends the reading with the caller's error. */
final class RequestScanner {
    private final JsonScanner scanner;

    RequestScanner(byte[] body, int maxDepth) {
        scanner = new JsonScanner(maxDepth);
        scanner.reset(body, 0, body.length);
    }

    JsonToken next() {
        JsonToken token = scanner.next();
        if (token == JsonToken.INVALID) {
            throw RequestProblems.notJson(scanner);
        }
        return token;
    }

    /** Steps over the rest of the current value. */
    void skip() {
        if (!scanner.skip()) {
            throw RequestProblems.notJson(scanner);
        }
    }

    /** Steps over the whole next value. */
    void skipNext() {
        if (!scanner.skipNext()) {
            throw RequestProblems.notJson(scanner);
        }
    }

    /** Makes sure that nothing follows. */
    void end() {
        if (next() != JsonToken.END) {
            throw new IllegalStateException("the walk ended inside the document");
        }
    }

    int tokenFrom() {
        return scanner.tokenFrom();
    }

    int tokenTo() {
        return scanner.tokenTo();
    }

    String string() {
        return scanner.string();
    }

    boolean isEmptyString() {
        return scanner.isEmptyString();
    }

    /** The caller's own name for its end user, from the value that is the current token. */
    @Nullable
    String user(JsonToken value) {
        if (value != JsonToken.STRING && value != JsonToken.NULL) {
            throw RequestProblems.wrong("user", "a string", "Send your own id of the end user, or leave it out.");
        }
        return value == JsonToken.STRING ? string() : null;
    }

    int in(JsonNames names) {
        return scanner.in(names);
    }

    long wholeNumber() {
        return scanner.wholeNumber();
    }
}

package io.sallyport.core.json;

import org.jspecify.annotations.Nullable;

/**
 * A pull scanner over UTF-8 JSON bytes. It validates RFC 8259 in full (grammar, UTF-8, escapes, depth) and builds no objects, so
 * that one scanner serves any number of documents. It never throws on bad input: it answers {@link JsonToken#INVALID} and knows
 * {@linkplain #errorOffset() where} and {@linkplain #expected() what was expected}. A byte order mark is not JSON.
 */
public final class JsonScanner {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final boolean[] inObject;
    private final JsonStrings strings = new JsonStrings();
    private byte[] bytes = new byte[0];
    private int start;
    private int at;
    private int to;
    private int depth;
    private Expect expect = Expect.VALUE;
    private JsonToken token = JsonToken.END;
    private int tokenFrom;
    private int tokenTo;
    private int errorOffset = -1;
    private @Nullable String expected;
    private boolean tooDeep;

    private enum Expect {
        VALUE("a value"),
        ELEMENT_OR_END("a value or ']'"),
        NAME("a name in double quotes"),
        NAME_OR_END("a name in double quotes or '}'"),
        MORE_OF_OBJECT("',' or '}'"),
        MORE_OF_ARRAY("',' or ']'"),
        END("nothing after the value");

        private final String text;

        Expect(String text) {
            this.text = text;
        }
    }

    /** A scanner that accepts arrays and objects inside one another up to {@code maxDepth} levels. */
    public JsonScanner(int maxDepth) {
        if (maxDepth < 1) {
            throw new IllegalArgumentException("maxDepth must be at least 1");
        }
        inObject = new boolean[maxDepth];
    }

    /** Begins anew on the bytes from {@code from} (inclusive) to {@code end} (exclusive). */
    public void reset(byte[] source, int from, int end) {
        bytes = source;
        start = from;
        at = from;
        to = end;
        depth = 0;
        expect = Expect.VALUE;
        token = JsonToken.END;
        tokenFrom = from;
        tokenTo = from;
        errorOffset = -1;
        expected = null;
        tooDeep = false;
    }

    /** Steps to the next token. */
    public JsonToken next() {
        if (token == JsonToken.INVALID) {
            return token;
        }
        skipSpace();
        token = switch (expect) {
            case VALUE, ELEMENT_OR_END -> value();
            case NAME, NAME_OR_END -> name();
            case MORE_OF_OBJECT -> more('}', Expect.NAME);
            case MORE_OF_ARRAY -> more(']', Expect.VALUE);
            case END -> at == to ? JsonToken.END : fail(at);
        };
        return token;
    }

    /** Steps over the rest of the value that the current token begins; false when that is not JSON. */
    public boolean skip() {
        if (token == JsonToken.OBJECT_START || token == JsonToken.ARRAY_START) {
            int outer = depth - 1;
            while (depth > outer && next() != JsonToken.INVALID) {
                // the step is the work
            }
        }
        return token != JsonToken.INVALID;
    }

    /** Steps over the whole next value; false when that is not JSON. */
    public boolean skipNext() {
        return next() != JsonToken.INVALID && skip();
    }

    /**
     * Steps over the rest of the array or object that the current token opens, and tells whether anything was in it. When the bytes
     * stop being JSON on the way, the token is {@link JsonToken#INVALID} and the answer means nothing.
     */
    public boolean skipTellingContent() {
        int outer = depth - 1;
        boolean content = next() != JsonToken.INVALID && depth > outer;
        while (depth > outer && token != JsonToken.INVALID) {
            token = next();
        }
        return content;
    }

    /** The token that {@link #next()} answered last. */
    public JsonToken token() {
        return token;
    }

    /** Where the token begins in the source; for names and strings this is the opening quote. */
    public int tokenFrom() {
        return tokenFrom;
    }

    /** Where the token ends in the source, exclusive. */
    public int tokenTo() {
        return tokenTo;
    }

    /** The current name's or string's value. A lone surrogate escape, which the grammar permits, stays a lone surrogate. */
    public String string() {
        return JsonStrings.decode(bytes, tokenFrom + 1, tokenTo - 1);
    }

    /** The value of a string that was scanned before, from its opening quote to behind its closing one. */
    public static String decode(byte[] source, int stringFrom, int stringTo) {
        return JsonStrings.decode(source, stringFrom + 1, stringTo - 1);
    }

    /** Whether the current string is empty. */
    public boolean isEmptyString() {
        return tokenTo - tokenFrom == 2;
    }

    /** The place of the current name or string in {@code names}, or -1. */
    public int in(JsonNames names) {
        return names.indexOf(bytes, tokenFrom + 1, tokenTo - 1);
    }

    /** The current number as a whole number from 0 to 10^18, or -1 when it is anything else, {@code 1.0} and {@code 1e3} included. */
    public long wholeNumber() {
        return JsonNumbers.whole(bytes, tokenFrom, tokenTo);
    }

    /** Where the bytes stop being JSON, counted from the start of the document; -1 while they are JSON. */
    public int errorOffset() {
        return errorOffset;
    }

    /** What should have stood at {@link #errorOffset()}; empty while the bytes are JSON. */
    public String expected() {
        return expected == null ? "" : expected;
    }

    /** Whether the document was refused only because it nests deeper than permitted. */
    public boolean tooDeep() {
        return tooDeep;
    }

    private void skipSpace() {
        while (at < to) {
            byte c = bytes[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private JsonToken value() {
        if (at == to) {
            return fail(at);
        }
        return switch (bytes[at]) {
            case '"' -> string(JsonToken.STRING);
            case '{' -> open(true, JsonToken.OBJECT_START);
            case '[' -> open(false, JsonToken.ARRAY_START);
            case 't' -> word(TRUE, JsonToken.TRUE);
            case 'f' -> word(FALSE, JsonToken.FALSE);
            case 'n' -> word(NULL, JsonToken.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case ']' -> expect == Expect.ELEMENT_OR_END ? close(JsonToken.ARRAY_END) : fail(at);
            default -> fail(at);
        };
    }

    private JsonToken name() {
        if (at < to && bytes[at] == '}' && expect == Expect.NAME_OR_END) {
            return close(JsonToken.OBJECT_END);
        }
        if (at == to || bytes[at] != '"') {
            return fail(at);
        }
        if (string(JsonToken.NAME) == JsonToken.INVALID) {
            return JsonToken.INVALID;
        }
        skipSpace();
        if (at == to || bytes[at] != ':') {
            return fail(at, "':' after the name");
        }
        at++;
        expect = Expect.VALUE;
        return JsonToken.NAME;
    }

    private JsonToken more(char closing, Expect next) {
        if (at < to && bytes[at] == ',') {
            at++;
            skipSpace();
            expect = next;
            return next == Expect.NAME ? name() : value();
        }
        if (at < to && bytes[at] == closing) {
            return close(closing == '}' ? JsonToken.OBJECT_END : JsonToken.ARRAY_END);
        }
        return fail(at);
    }

    private JsonToken open(boolean object, JsonToken opened) {
        if (depth == inObject.length) {
            tooDeep = true;
            return fail(at, "at most " + depth + " levels of nesting");
        }
        inObject[depth++] = object;
        mark(at, at + 1);
        expect = object ? Expect.NAME_OR_END : Expect.ELEMENT_OR_END;
        return opened;
    }

    private JsonToken close(JsonToken closed) {
        depth--;
        mark(at, at + 1);
        afterValue();
        return closed;
    }

    private JsonToken string(JsonToken kind) {
        int end = strings.end(bytes, at, to);
        if (end < 0) {
            return fail(~end, strings.expected());
        }
        mark(at, end);
        afterValue();
        return kind;
    }

    private JsonToken number() {
        int end = JsonNumbers.end(bytes, at, to);
        if (end < 0) {
            return fail(~end, "a digit");
        }
        mark(at, end);
        afterValue();
        return JsonToken.NUMBER;
    }

    private JsonToken word(byte[] word, JsonToken kind) {
        for (int i = 0; i < word.length; i++) {
            if (at + i >= to || bytes[at + i] != word[i]) {
                return fail(at + i, "a value");
            }
        }
        mark(at, at + word.length);
        afterValue();
        return kind;
    }

    private void mark(int from, int end) {
        tokenFrom = from;
        tokenTo = end;
        at = end;
    }

    private void afterValue() {
        if (depth == 0) {
            expect = Expect.END;
        } else {
            expect = inObject[depth - 1] ? Expect.MORE_OF_OBJECT : Expect.MORE_OF_ARRAY;
        }
    }

    private JsonToken fail(int position) {
        return fail(position, expect.text);
    }

    private JsonToken fail(int position, String what) {
        errorOffset = position - start;
        expected = what;
        token = JsonToken.INVALID;
        return token;
    }
}

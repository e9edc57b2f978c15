package io.sallyport.dialect.openai;

import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonScanner;
import io.sallyport.core.json.JsonToken;

/** Reads the {@code choices} of a chunk: what the deltas carry, and where the first choice's text and finish reason stand. */
final class DeltaScan {
    private static final JsonNames CHOICE = JsonNames.of("index", "delta", "finish_reason", "logprobs");
    private static final JsonNames DELTA = JsonNames.of(
            "role", "content", "reasoning_content", "reasoning", "refusal", "tool_calls", "function_call", "audio");
    private static final int ROLE = 0;
    private static final int CONTENT = 1;

    private int choices;
    private boolean delta;
    private boolean onlyText;
    private int finished;
    private int reasonFrom;
    private int reasonTo;
    private int textFrom;
    private int textTo;

    private int contentFrom;
    private int contentTo;

    void reset() {
        choices = 0;
        delta = false;
        onlyText = true;
        finished = 0;
        reasonFrom = -1;
        textFrom = -1;
    }

    /** Reads the value whose first token is the current one, to its end; false when these are no choices. */
    boolean read(JsonScanner scanner) {
        if (scanner.token() == JsonToken.NULL) {
            return true;
        }
        if (scanner.token() != JsonToken.ARRAY_START) {
            return false;
        }
        JsonToken next = scanner.next();
        while (next == JsonToken.OBJECT_START && choice(scanner)) {
            choices++;
            next = scanner.next();
        }
        return next == JsonToken.ARRAY_END;
    }

    int choices() {
        return choices;
    }

    boolean hasDelta() {
        return delta;
    }

    boolean onlyText() {
        return onlyText;
    }

    int finished() {
        return finished;
    }

    /** Where the first non-null finish reason stands, its quotes included; -1 when there is none. */
    int reasonFrom() {
        return reasonFrom;
    }

    int reasonTo() {
        return reasonTo;
    }

    /** Where choice 0's text stands, its quotes included; -1 when there is none. */
    int textFrom() {
        return textFrom;
    }

    int textTo() {
        return textTo;
    }

    private boolean choice(JsonScanner scanner) {
        long index = 0;
        contentFrom = -1;
        while (scanner.next() == JsonToken.NAME) {
            int name = scanner.in(CHOICE);
            JsonToken value = scanner.next();
            boolean fits = switch (name) {
                case 0 -> value == JsonToken.NUMBER && (index = scanner.wholeNumber()) >= 0;
                case 1 -> delta(scanner, value);
                case 2 -> finish(scanner, value);
                case 3 -> logprobs(value);
                default -> true;
            };
            if (!fits || !scanner.skip()) {
                return false;
            }
        }
        content(index);
        return scanner.token() == JsonToken.OBJECT_END;
    }

    private void content(long index) {
        if (index != 0) {
            onlyText = false;
        } else if (contentFrom >= 0 && textFrom < 0) {
            textFrom = contentFrom;
            textTo = contentTo;
        } else if (contentFrom >= 0) {
            onlyText = false;
        }
    }

    private boolean finish(JsonScanner scanner, JsonToken value) {
        if (value == JsonToken.STRING) {
            finished++;
            if (reasonFrom < 0) {
                reasonFrom = scanner.tokenFrom();
                reasonTo = scanner.tokenTo();
            }
        }
        return value == JsonToken.STRING || value == JsonToken.NULL;
    }

    private boolean logprobs(JsonToken value) {
        onlyText &= value == JsonToken.NULL;
        return true;
    }

    private boolean delta(JsonScanner scanner, JsonToken value) {
        if (value == JsonToken.NULL) {
            return true;
        }
        if (value != JsonToken.OBJECT_START) {
            return false;
        }
        while (scanner.next() == JsonToken.NAME) {
            int name = scanner.in(DELTA);
            if (!part(scanner, name, scanner.next())) {
                return false;
            }
        }
        return scanner.token() == JsonToken.OBJECT_END;
    }

    private boolean part(JsonScanner scanner, int name, JsonToken value) {
        if (name == CONTENT) {
            return text(scanner, value);
        }
        boolean something = isSomething(scanner, value);
        if (something && name != ROLE) {
            onlyText = false;
            delta |= name > CONTENT;
        }
        return scanner.skip();
    }

    private boolean text(JsonScanner scanner, JsonToken value) {
        if (value == JsonToken.STRING) {
            contentFrom = scanner.tokenFrom();
            contentTo = scanner.tokenTo();
            delta |= !scanner.isEmptyString();
        } else if (value == JsonToken.ARRAY_START) {
            // some providers send content as an array of parts: it goes on as it came, and can not be spliced
            boolean parts = isSomething(scanner, value);
            delta |= parts;
            onlyText &= !parts;
            return scanner.skip();
        }
        return value == JsonToken.STRING || value == JsonToken.NULL || value == JsonToken.ARRAY_START;
    }

    /** Whether the value is more than null, an empty string or an empty array or object; may step into it. */
    private static boolean isSomething(JsonScanner scanner, JsonToken value) {
        return switch (value) {
            case NULL, INVALID -> false;
            case STRING -> !scanner.isEmptyString();
            case ARRAY_START, OBJECT_START -> scanner.skipTellingContent();
            default -> true;
        };
    }
}

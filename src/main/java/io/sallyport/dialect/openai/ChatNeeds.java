package io.sallyport.dialect.openai;

import io.sallyport.chat.Capability;
import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonToken;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a request needs of a model, found in its tools, its response format and the parts of its messages. */
final class ChatNeeds {
    private static final JsonNames CONTENT = JsonNames.of("content");
    private static final JsonNames TYPE = JsonNames.of("type");
    private static final JsonNames PARTS = JsonNames.of("image_url", "input_audio");
    private static final JsonNames FORMATS = JsonNames.of("text", "json_schema");

    private final RequestScanner scanner;
    private final Set<Capability> found = EnumSet.noneOf(Capability.class);
    private boolean structured;

    ChatNeeds(RequestScanner scanner) {
        this.scanner = scanner;
    }

    Set<Capability> found() {
        return Collections.unmodifiableSet(found);
    }

    boolean structured() {
        return structured;
    }

    void requireIf(boolean asked, Capability capability) {
        if (asked) {
            found.add(capability);
        }
    }

    void tools(JsonToken value, String param) {
        if (value == JsonToken.NULL) {
            return;
        }
        if (value != JsonToken.ARRAY_START) {
            throw RequestProblems.wrong(param, "an array", "Send the tools' definitions, or leave it out.");
        }
        int count = 0;
        while (scanner.next() != JsonToken.ARRAY_END) {
            scanner.skip();
            count++;
        }
        requireIf(count > 0, Capability.TOOLS);
    }

    void responseFormat(JsonToken value) {
        if (value == JsonToken.NULL) {
            return;
        }
        if (value != JsonToken.OBJECT_START) {
            throw RequestProblems.wrong("response_format", "an object", "Send {\"type\":\"…\"}, or leave it out.");
        }
        structured = true;
        while (scanner.next() == JsonToken.NAME) {
            boolean type = scanner.in(TYPE) == 0;
            boolean word = scanner.next() == JsonToken.STRING;
            if (type && word) {
                int format = scanner.in(FORMATS);
                structured = format != 0;
                requireIf(format == 1, Capability.JSON_SCHEMA);
            }
            scanner.skip();
        }
    }

    /** Reads the array of messages, whose opening bracket is the current token, to its end; answers how many there are. */
    int messages() {
        int count = 0;
        for (JsonToken next = scanner.next(); next != JsonToken.ARRAY_END; next = scanner.next()) {
            if (next != JsonToken.OBJECT_START) {
                throw RequestProblems.wrong(
                        "messages[" + count + "]", "an object", "Send {\"role\":\"user\",\"content\":\"…\"}.");
            }
            message();
            count++;
        }
        return count;
    }

    private void message() {
        while (scanner.next() == JsonToken.NAME) {
            boolean content = scanner.in(CONTENT) == 0;
            if (scanner.next() == JsonToken.ARRAY_START && content) {
                parts();
            } else {
                scanner.skip();
            }
        }
    }

    private void parts() {
        for (JsonToken next = scanner.next(); next != JsonToken.ARRAY_END; next = scanner.next()) {
            if (next == JsonToken.OBJECT_START) {
                part();
            } else {
                scanner.skip();
            }
        }
    }

    private void part() {
        while (scanner.next() == JsonToken.NAME) {
            boolean type = scanner.in(TYPE) == 0;
            if (scanner.next() == JsonToken.STRING && type) {
                int kind = scanner.in(PARTS);
                requireIf(kind == 0, Capability.VISION);
                requireIf(kind == 1, Capability.AUDIO);
            }
            scanner.skip();
        }
    }
}

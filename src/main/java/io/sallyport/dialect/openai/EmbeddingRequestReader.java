package io.sallyport.dialect.openai;

import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonToken;
import org.jspecify.annotations.Nullable;

/** One walk over an embeddings request's body: validates all of it, and remembers the fields the gateway acts on. */
final class EmbeddingRequestReader {
    private static final JsonNames FIELDS = JsonNames.of("model", "input", "encoding_format", "dimensions", "user");
    private static final JsonNames FORMATS = JsonNames.of("float", "base64");

    private final byte[] body;
    private final RequestScanner scanner;
    private final SeenFields seen = new SeenFields();
    private @Nullable ModelMark model;
    private int inputs;
    private @Nullable String user;

    EmbeddingRequestReader(byte[] body, int maxDepth) {
        this.body = body;
        this.scanner = new RequestScanner(body, maxDepth);
    }

    EmbeddingRequest read() {
        JsonToken first = scanner.next();
        if (first == JsonToken.OBJECT_START) {
            members();
        } else {
            scanner.skip();
        }
        scanner.end();
        if (first != JsonToken.OBJECT_START) {
            throw RequestProblems.notAnObject("{\"model\":\"…\",\"input\":\"…\"}");
        }
        if (model == null) {
            throw ModelMark.missing();
        }
        if (inputs == 0) {
            throw RequestProblems.missing("input", "Send the text to embed, or an array of texts.");
        }
        return new EmbeddingRequest(body, model, inputs, user);
    }

    private void members() {
        while (scanner.next() == JsonToken.NAME) {
            int field = scanner.in(FIELDS);
            seen.add(field, scanner);
            member(field, scanner.next());
            scanner.skip();
        }
    }

    private void member(int field, JsonToken value) {
        switch (field) {
            case 0 -> model = ModelMark.of(scanner, value);
            case 1 -> inputs = new EmbeddingInput(scanner).count(value);
            case 2 -> encodingFormat(value);
            case 3 -> dimensions(value);
            case 4 -> user = scanner.user(value);
            default -> {
                // goes on as it came
            }
        }
    }

    private void encodingFormat(JsonToken value) {
        boolean known = value == JsonToken.STRING && scanner.in(FORMATS) >= 0;
        if (!known && value != JsonToken.NULL) {
            throw RequestProblems.wrong(
                    "encoding_format", "\"float\" or \"base64\"", "Leave it out for the provider's own default.");
        }
    }

    private void dimensions(JsonToken value) {
        long count = value == JsonToken.NUMBER ? scanner.wholeNumber() : -1;
        if (count < 1 && value != JsonToken.NULL) {
            throw RequestProblems.wrong(
                    "dimensions", "a whole number above 0", "Leave it out for as many as the model has.");
        }
    }
}

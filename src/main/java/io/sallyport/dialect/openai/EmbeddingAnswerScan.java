package io.sallyport.dialect.openai;

import io.sallyport.chat.Usage;
import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonScanner;
import io.sallyport.core.json.JsonToken;
import io.sallyport.dialect.openai.ChunkScan.Verdict;
import org.jspecify.annotations.Nullable;

/** Looks at a list of embeddings without building objects; used once. */
final class EmbeddingAnswerScan {
    private static final JsonNames FIELDS = JsonNames.of("model", "data", "usage", "error");
    private static final JsonNames EMBEDDING = JsonNames.of("embedding");

    private final JsonScanner scanner = new JsonScanner(ChunkScan.MAX_DEPTH);
    private final UsageScan usage = new UsageScan();
    private final int inputs;
    private @Nullable String model;
    private int embeddings;
    private boolean error;

    /** For the answer to a request with so many inputs. */
    EmbeddingAnswerScan(int inputs) {
        this.inputs = inputs;
    }

    /** {@code MALFORMED} unless it has an embedding for each input; {@code ERROR} when it has an {@code error}. */
    WholeAnswer scan(byte[] body) {
        scanner.reset(body, 0, body.length);
        boolean whole = scanner.next() == JsonToken.OBJECT_START && members() && scanner.next() == JsonToken.END;
        Verdict verdict = whole && embeddings == inputs ? Verdict.OK : Verdict.MALFORMED;
        return new WholeAnswer(whole && error ? Verdict.ERROR : verdict, model, null, counted(), null);
    }

    /** Nothing is put out in tokens: what a provider counts in the total alone went in. */
    private @Nullable Usage counted() {
        Usage told = usage.usage();
        return told == null || told.output() == 0
                ? told
                : new Usage(told.total(), told.cachedInput(), told.cacheWrite(), 0, 0);
    }

    private boolean members() {
        while (scanner.next() == JsonToken.NAME) {
            int field = scanner.in(FIELDS);
            if (!member(field, scanner.next()) || !scanner.skip()) {
                return false;
            }
        }
        return scanner.token() == JsonToken.OBJECT_END;
    }

    private boolean member(int field, JsonToken value) {
        switch (field) {
            case 0 -> model = value == JsonToken.STRING ? scanner.string() : model;
            case 1 -> {
                return value == JsonToken.ARRAY_START && data();
            }
            case 2 -> usage.read(scanner);
            case 3 -> error = value != JsonToken.NULL;
            default -> {
                // goes on as it came
            }
        }
        return true;
    }

    private boolean data() {
        while (scanner.next() == JsonToken.OBJECT_START) {
            if (!element()) {
                return false;
            }
            embeddings++;
        }
        return scanner.token() == JsonToken.ARRAY_END;
    }

    /** Whether it is an object with an embedding in it, as numbers or as text. */
    private boolean element() {
        boolean found = false;
        while (scanner.next() == JsonToken.NAME) {
            boolean named = scanner.in(EMBEDDING) == 0;
            JsonToken value = scanner.next();
            if (named) {
                found = value == JsonToken.STRING ? !scanner.isEmptyString() : value == JsonToken.ARRAY_START;
            }
            if (!scanner.skip()) {
                return false;
            }
        }
        return found && scanner.token() == JsonToken.OBJECT_END;
    }
}

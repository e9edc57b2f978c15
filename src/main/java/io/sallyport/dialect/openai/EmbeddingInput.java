package io.sallyport.dialect.openai;

import io.sallyport.core.ProblemException;
import io.sallyport.core.json.JsonToken;

/** Counts what is to be embedded: a text, an array of texts, an array of token numbers, or an array of such arrays. */
final class EmbeddingInput {
    private static final int ALONE = -1;

    private final RequestScanner scanner;

    EmbeddingInput(RequestScanner scanner) {
        this.scanner = scanner;
    }

    /** Reads the value that the scanner stands on to its end. */
    int count(JsonToken value) {
        return switch (value) {
            case STRING -> {
                text(ALONE);
                yield 1;
            }
            case ARRAY_START -> elements(scanner.next());
            default -> throw shape();
        };
    }

    private int elements(JsonToken first) {
        return switch (first) {
            case NUMBER -> {
                tokens(first, ALONE);
                yield 1;
            }
            case STRING, ARRAY_START -> list(first);
            case ARRAY_END -> throw empty(ALONE, "an array with at least one element");
            default -> throw shape();
        };
    }

    private int list(JsonToken kind) {
        int count = 0;
        for (JsonToken next = kind; next != JsonToken.ARRAY_END; next = scanner.next()) {
            if (count == EmbeddingRequest.MOST_INPUTS) {
                throw RequestProblems.wrong(
                        "input",
                        "an array of at most " + EmbeddingRequest.MOST_INPUTS + " elements",
                        "Send the rest in requests of their own.");
            }
            if (next != kind) {
                throw RequestProblems.wrong(
                        param(count),
                        kind == JsonToken.STRING ? "a text like those before it" : "an array like those before it",
                        "Send texts or arrays of token numbers, and not both in one request.");
            }
            element(kind, count);
            count++;
        }
        return count;
    }

    private void element(JsonToken kind, int index) {
        if (kind == JsonToken.STRING) {
            text(index);
            return;
        }
        JsonToken first = scanner.next();
        if (first == JsonToken.ARRAY_END) {
            throw empty(index, "an array with at least one token number");
        }
        tokens(first, index);
    }

    private void text(int index) {
        if (scanner.isEmptyString()) {
            throw empty(index, "a text that is not empty");
        }
    }

    /** From the first element of an array to its end. */
    private void tokens(JsonToken first, int index) {
        for (JsonToken next = first; next != JsonToken.ARRAY_END; next = scanner.next()) {
            if (next != JsonToken.NUMBER || scanner.wholeNumber() < 0) {
                throw RequestProblems.wrong(
                        param(index),
                        "an array of whole numbers from 0 on",
                        "Send token numbers as your tokenizer gives them, or the text itself.");
            }
        }
    }

    private static ProblemException shape() {
        return RequestProblems.wrong(
                "input",
                "a text, an array of texts, an array of token numbers, or an array of such arrays",
                "Send {\"input\":\"…\"} or {\"input\":[\"…\",\"…\"]}.");
    }

    private static ProblemException empty(int index, String mustBe) {
        return RequestProblems.wrong(param(index), mustBe, "Leave out what there is nothing of to embed.");
    }

    private static String param(int index) {
        return index == ALONE ? "input" : "input[" + index + "]";
    }
}

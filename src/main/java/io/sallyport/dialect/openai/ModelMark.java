package io.sallyport.dialect.openai;

import io.sallyport.core.ProblemException;
import io.sallyport.core.json.JsonSplice;
import io.sallyport.core.json.JsonToken;
import io.sallyport.core.json.JsonWriter;

/** What a body says as {@code model}, and where its bytes stand. */
record ModelMark(String name, int from, int to) {
    /** The value that the scanner stands on. */
    static ModelMark of(RequestScanner scanner, JsonToken value) {
        if (value != JsonToken.STRING || scanner.isEmptyString()) {
            throw RequestProblems.wrong(
                    "model", "a string that is not empty", "GET /v1/models lists the names you may use.");
        }
        return new ModelMark(scanner.string(), scanner.tokenFrom(), scanner.tokenTo());
    }

    static ProblemException missing() {
        return RequestProblems.missing("model", "Name a route as 'model'; GET /v1/models lists those you may use.");
    }

    /** Puts a provider's own name for the model in its place, where it is another one. */
    void rename(JsonSplice splice, String upstreamModel) {
        if (!upstreamModel.equals(name)) {
            splice.replace(from, to, JsonWriter.quoted(upstreamModel));
        }
    }
}

package io.sallyport.edge.tools;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.Json;
import java.util.Iterator;

/** Reads the body of a call: {@code {"arguments": {…}}}, each key once. */
final class CallBody {
    private static final String ARGUMENTS = "arguments";

    private CallBody() {}

    static JsonNode arguments(byte[] body) {
        JsonNode tree = Json.parse(body)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.INVALID_JSON,
                                "The body is not one JSON value, or has a key twice.",
                                "Send one JSON object: {\"arguments\": {…}}.")
                        .exception());
        if (!tree.isObject()) {
            throw bad("The body is not a JSON object.");
        }
        for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
            if (!names.next().equals(ARGUMENTS)) {
                throw bad("The body has a field besides arguments.");
            }
        }
        JsonNode arguments = tree.get(ARGUMENTS);
        if (arguments == null) {
            throw Problem.of(ProblemCode.MISSING_PARAMETER, "arguments is missing.", "Send {\"arguments\": {…}}.")
                    .at(ARGUMENTS)
                    .exception();
        }
        return arguments;
    }

    private static ProblemException bad(String what) {
        return Problem.of(ProblemCode.INVALID_REQUEST, what, "Send {\"arguments\": {…}}.")
                .exception();
    }
}

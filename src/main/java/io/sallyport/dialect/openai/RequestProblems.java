package io.sallyport.dialect.openai;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.JsonScanner;
import java.util.Map;

/** What can be wrong with a request's body, said so that its author can mend it. */
final class RequestProblems {
    private RequestProblems() {}

    static ProblemException notJson(JsonScanner scanner) {
        if (scanner.tooDeep()) {
            return new Problem(
                            ProblemCode.NESTING_TOO_DEEP,
                            "The request body is nested too deeply at byte " + scanner.errorOffset() + ": "
                                    + scanner.expected() + " are accepted.",
                            "Flatten the deepest objects and arrays, or send them as a string.",
                            null,
                            Map.of("offset", scanner.errorOffset()))
                    .exception();
        }
        return Problem.of(
                        ProblemCode.INVALID_JSON,
                        "The request body is not valid JSON at byte " + scanner.errorOffset() + ": expected "
                                + scanner.expected() + ".",
                        "Send one JSON object, encoded as UTF-8.")
                .with("offset", scanner.errorOffset())
                .with("expected", scanner.expected())
                .exception();
    }

    static ProblemException notAnObject(String example) {
        return Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The request body is JSON, but not an object.",
                        "Send an object such as " + example + ".")
                .exception();
    }

    static ProblemException duplicate(String key) {
        return Problem.of(
                        ProblemCode.DUPLICATE_KEY,
                        "The request body has the key '" + key + "' more than once.",
                        "Send each key once: readers disagree about which one counts.")
                .at(key)
                .exception();
    }

    static ProblemException denied(String field) {
        return Problem.of(
                        ProblemCode.FIELD_DENIED,
                        "The route does not let callers set '" + field + "'.",
                        "Leave it out.")
                .at(field)
                .exception();
    }

    static ProblemException missing(String param, String fix) {
        return Problem.of(ProblemCode.MISSING_PARAMETER, "The request body has no '" + param + "'.", fix)
                .at(param)
                .exception();
    }

    static ProblemException wrong(String param, String mustBe, String fix) {
        return Problem.of(ProblemCode.INVALID_REQUEST, "'" + param + "' must be " + mustBe + ".", fix)
                .at(param)
                .exception();
    }
}

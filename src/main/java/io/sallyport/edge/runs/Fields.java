package io.sallyport.edge.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's body: a JSON object whose members are all known. Every complaint names the member and says what it should be. */
final class Fields {
    private final JsonNode body;

    private Fields(JsonNode body) {
        this.body = body;
    }

    static int bytes(byte @Nullable [] body) {
        return body == null ? 0 : body.length;
    }

    /** Reads {@code body}; one that is not there is an object without members. */
    static Fields of(byte @Nullable [] body, String... known) {
        if (body == null || body.length == 0) {
            return new Fields(Json.object());
        }
        JsonNode tree = Json.parse(body)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.INVALID_JSON,
                                "The body is not valid JSON, or has a member twice.",
                                "Send one JSON object.")
                        .exception());
        if (!tree.isObject()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The body is not a JSON object.", "Send one JSON object.")
                    .exception();
        }
        List<String> names = List.of(known);
        tree.fieldNames().forEachRemaining(name -> mustBeKnown(name, names));
        return new Fields(tree);
    }

    private static void mustBeKnown(String name, List<String> known) {
        if (!known.contains(name)) {
            String meant = Nearest.to(name, known)
                    .map(near -> "Did you mean \"" + near + "\"? ")
                    .orElse("");
            throw bad(
                    Names.shown(name),
                    "is not a member of this body",
                    meant + "The members are " + String.join(", ", known) + ".");
        }
    }

    JsonNode tree() {
        return body;
    }

    /** The member, unless it is missing or null. */
    Optional<JsonNode> get(String name) {
        return Optional.ofNullable(body.get(name)).filter(value -> !value.isNull());
    }

    JsonNode required(String name, String fix) {
        return get(name)
                .orElseThrow(() -> Problem.of(ProblemCode.MISSING_PARAMETER, name + " is missing.", fix)
                        .at(name)
                        .exception());
    }

    /** Text of 1 to {@code most} characters. */
    Optional<String> text(String name, int most) {
        return get(name).map(value -> {
            if (!value.isTextual()
                    || value.textValue().isEmpty()
                    || value.textValue().length() > most) {
                throw bad(name, "is not a text of 1 to " + most + " characters", "Shorten, correct or omit it.");
            }
            return value.textValue();
        });
    }

    /** One of {@code words}. */
    Optional<String> word(String name, String... words) {
        return get(name).map(value -> {
            if (!value.isTextual() || !List.of(words).contains(value.textValue())) {
                throw bad(name, "is not one of " + String.join(", ", words), "Send one of these words.");
            }
            return value.textValue();
        });
    }

    static ProblemException bad(String name, String what, String fix) {
        return Problem.of(ProblemCode.INVALID_REQUEST, name + " " + what + ".", fix)
                .at(name)
                .exception();
    }
}

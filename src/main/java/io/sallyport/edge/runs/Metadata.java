package io.sallyport.edge.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.Names;
import io.sallyport.core.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/** The caller's own words about a run: names and small values. Opaque to us, except that a prompt's variables are filled from them. */
public final class Metadata {
    private static final int MOST = 32;
    private static final int MOST_BYTES = 4096;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private Metadata() {}

    static ObjectNode of(Fields body) {
        return of(body.tree());
    }

    /**
     * The member {@code metadata} of a body, by whichever door it comes in; an object without members where there is none.
     *
     * @throws io.sallyport.core.ProblemException naming what is too much
     */
    public static ObjectNode of(JsonNode body) {
        return Optional.ofNullable(body.get("metadata"))
                .filter(metadata -> !metadata.isNull())
                .map(Metadata::checked)
                .orElseGet(Json::object);
    }

    private static ObjectNode checked(JsonNode metadata) {
        if (!(metadata instanceof ObjectNode object) || object.size() > MOST) {
            throw Fields.bad("metadata", "is not an object of at most " + MOST + " members", "Send fewer, or omit it.");
        }
        object.properties().forEach(member -> checked(member.getKey(), member.getValue()));
        return object;
    }

    private static void checked(String name, JsonNode value) {
        if (!NAME.matcher(name).matches()) {
            throw Fields.bad(
                    "metadata",
                    "has the name \"" + Names.shown(name) + "\"",
                    "A name has 1 to 64 letters, digits, dots, dashes and underscores.");
        }
        if (Json.bytes(value).length() > MOST_BYTES) {
            throw Fields.bad(
                    "metadata." + name, "is larger than " + MOST_BYTES + " bytes", "What is long belongs into input.");
        }
    }
}

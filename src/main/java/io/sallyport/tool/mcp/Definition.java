package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * A tool as its server defines it: everything it says of it but {@code _meta}, which may differ from one answer to the next.
 *
 * @param digest SHA-256 of {@code json}, 64 digits
 * @param json   canonical (RFC 8785)
 */
public record Definition(String name, String digest, Bytes json) {
    /** Bytes; a definition that is longer is no description of a tool. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,128}");

    /** Empty where it is none that could be used: no name, an odd one, or too long. */
    static Optional<Definition> of(JsonNode written) {
        String name = written.path("name").asText("");
        if (!(written instanceof ObjectNode) || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        ObjectNode bare = written.deepCopy();
        bare.remove("_meta");
        return canonical(bare)
                .filter(json -> json.length() <= MOST_BYTES)
                .map(json -> new Definition(name, json.sha256().hex(), json));
    }

    /** Empty where there is a number in it that no double can be, or half a character, which no bytes can be (RFC 8785 section 3.2.2.2). */
    private static Optional<Bytes> canonical(ObjectNode tree) {
        try {
            String text = new JsonCanonicalizer(Json.text(tree)).getEncodedString();
            return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                    ? Optional.of(Bytes.of(text.getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (IOException impossible) {
            return Optional.empty();
        }
    }
}

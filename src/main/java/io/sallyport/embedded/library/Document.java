package io.sallyport.embedded.library;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A document that was read. */
record Document(String name, String text) {
    private static final int LONGEST_TITLE = 200;

    /** @throws CharacterCodingException where {@code bytes} are no text in UTF-8 */
    static Document of(String name, ByteBuffer bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes)
                .toString();
        return new Document(name, text);
    }

    /** The first line that says something, without the signs of a heading. */
    String title() {
        String line = text.lines()
                .filter(one -> !one.isBlank())
                .findFirst()
                .orElse("")
                .strip()
                .replaceFirst("^#+", "")
                .strip();
        return line.substring(
                0, line.offsetByCodePoints(0, Math.min(line.codePointCount(0, line.length()), LONGEST_TITLE)));
    }

    JsonObject json() {
        return new JsonObject().put("name", name).put("title", title()).put("text", text);
    }
}

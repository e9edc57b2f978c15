package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A body as exact JSON: JSON as it is, a text as a JSON string, and bytes that are no text as {@code {"encoding": "base64", "contentType",
 * "data"}}. Nothing is replaced and nothing is lost, U+0000 included.
 */
final class ResultBody {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})\"?");
    private static final int MOST_DETAIL = 4 * 1024;

    private ResultBody() {}

    /** No body at all is {@code null}. */
    static JsonNode json(byte[] body, @Nullable String contentType) {
        if (body.length == 0) {
            return NullNode.getInstance();
        }
        return text(body, contentType)
                .map(text -> Json.parse(text).orElseGet(() -> TextNode.valueOf(text)))
                .orElseGet(() -> Json.object()
                        .put("encoding", "base64")
                        .put("contentType", contentType == null ? "application/octet-stream" : contentType)
                        .put("data", Base64.getEncoder().encodeToString(body)));
    }

    /** What a refusal said, cut to what a model has use for; empty where it said nothing in words. */
    static Optional<JsonNode> detail(byte[] body, @Nullable String contentType) {
        if (body.length > MOST_DETAIL) {
            byte[] head = Arrays.copyOf(body, MOST_DETAIL);
            // Cut in the middle of a character at worst, which becomes a replacement character: this is an excerpt.
            return Optional.of(TextNode.valueOf(new String(head, StandardCharsets.UTF_8) + "…"));
        }
        return body.length == 0 || text(body, contentType).isEmpty()
                ? Optional.empty()
                : Optional.of(json(body, contentType));
    }

    private static Optional<String> text(byte[] body, @Nullable String contentType) {
        try {
            String text = charset(contentType)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    private static Charset charset(@Nullable String contentType) {
        Matcher named = CHARSET.matcher(contentType == null ? "" : contentType);
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}

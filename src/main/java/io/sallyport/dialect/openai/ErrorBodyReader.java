package io.sallyport.dialect.openai;

import io.sallyport.core.json.JsonNames;
import io.sallyport.core.json.JsonScanner;
import io.sallyport.core.json.JsonToken;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"error":{…}}}, {@code {"error":"…"}}, the bare object that vLLM sends, FastAPI's {@code detail}, and Azure's inner
 * error, whose code is the more telling one.
 */
final class ErrorBodyReader {
    private static final JsonNames NAMES =
            JsonNames.of("message", "type", "code", "error", "detail", "innererror", "inner_error");

    private final byte[] body;
    private final JsonScanner scanner = new JsonScanner(ChunkScan.MAX_DEPTH);
    private @Nullable String message;
    private @Nullable String type;
    private @Nullable String code;
    private @Nullable String innerCode;

    ErrorBodyReader(byte[] body) {
        this.body = body;
    }

    ProviderErrorBody read() {
        scanner.reset(body, 0, body.length);
        boolean object = scanner.next() == JsonToken.OBJECT_START && object(false);
        if (!object || scanner.next() != JsonToken.END) {
            return new ProviderErrorBody(null, null, null);
        }
        return new ProviderErrorBody(message, type, innerCode != null ? innerCode : code);
    }

    private boolean object(boolean inner) {
        while (scanner.next() == JsonToken.NAME) {
            int name = scanner.in(NAMES);
            JsonToken value = scanner.next();
            boolean read = (value == JsonToken.OBJECT_START && name >= 3) ? object(name >= 5) : scalar(name, inner);
            if (!read) {
                return false;
            }
        }
        return scanner.token() == JsonToken.OBJECT_END;
    }

    private boolean scalar(int name, boolean inner) {
        String text = text();
        if (text != null && inner && name == 2) {
            innerCode = text;
        } else if (text != null && !inner) {
            keep(name, text);
        }
        return scanner.skip();
    }

    private void keep(int name, String text) {
        switch (name) {
            case 0, 3, 4 -> message = text;
            case 1 -> type = text;
            case 2 -> code = text;
            default -> {
                // not the reason
            }
        }
    }

    private @Nullable String text() {
        return switch (scanner.token()) {
            case STRING -> scanner.string();
            case NUMBER ->
                new String(
                        body, scanner.tokenFrom(), scanner.tokenTo() - scanner.tokenFrom(), StandardCharsets.US_ASCII);
            default -> null;
        };
    }
}

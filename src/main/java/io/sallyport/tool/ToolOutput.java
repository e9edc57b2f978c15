package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * A result as it is kept and as a model is shown it.
 *
 * @param whole   the exact JSON: what the caller keeps
 * @param shown   what the model reads: the JSON, or the text alone where the result is a text; with a marker behind it where it was cut
 * @param missing bytes of it that are not shown
 */
public record ToolOutput(Bytes whole, String shown, int missing) {

    /** Shows at most {@code most} bytes of UTF-8 of {@code result}, the marker not counted; never half a character. */
    public static ToolOutput of(JsonNode result, int most) {
        Bytes whole = Json.bytes(result);
        byte[] readable = result.isTextual() ? utf8(result.textValue()) : whole.array();
        if (readable.length <= most) {
            return new ToolOutput(whole, new String(readable, StandardCharsets.UTF_8), 0);
        }
        int end = boundary(readable, most);
        String head = new String(readable, 0, end, StandardCharsets.UTF_8);
        int missing = readable.length - end;
        return new ToolOutput(
                whole, head + "\n[cut here: " + missing + " of " + readable.length + " bytes are not shown]", missing);
    }

    public boolean cut() {
        return missing > 0;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int boundary(byte[] bytes, int most) {
        int end = Math.max(0, most);
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}

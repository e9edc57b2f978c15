package io.sallyport.testing.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import java.util.Locale;
import java.util.Map;

/**
 * A request as it came over the wire.
 *
 * @param target  path and query
 * @param headers by lower-case name; the last one wins
 */
public record ReceivedCall(String method, String target, Map<String, String> headers, byte[] bytes) {

    public JsonNode json() {
        return Json.parse(bytes).orElseThrow();
    }

    /** A header's value; empty where it is not there. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
}

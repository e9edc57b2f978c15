package io.sallyport.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A request as it came over the wire.
 *
 * @param target     path and query
 * @param headers    by lower-case name; the last one wins
 * @param bytes      the body
 * @param receivedAt {@link System#nanoTime()} when it was complete
 */
public record ReceivedRequest(
        String method, String target, Map<String, String> headers, byte[] bytes, long receivedAt) {

    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.parse(body());
    }

    /** A header's value; empty when it is not there. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    boolean asksForStream() {
        return json().path("stream").asBoolean(false);
    }

    boolean asksForUsage() {
        return json().at("/stream_options/include_usage").asBoolean(false);
    }

    String model() {
        return json().path("model").asText("");
    }

    /** What a trailing assistant message says, which is to be continued; empty when the last message is not the assistant's. */
    public String prefill() {
        JsonNode messages = json().path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        return last.path("role").asText("").equals("assistant")
                ? last.path("content").asText("")
                : "";
    }
}

package io.sallyport.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Reads the chunks of a streamed chat completion. */
final class Deltas {
    private Deltas() {}

    /** All content of the first choice, put together. */
    static String text(List<SseEvent> events) {
        StringBuilder text = new StringBuilder();
        for (SseEvent event : events) {
            if (event.isJson()) {
                JsonNode content = event.json().at("/choices/0/delta/content");
                text.append(content.isTextual() ? content.asText() : "");
            }
        }
        return text.toString();
    }
}

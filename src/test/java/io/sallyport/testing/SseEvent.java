package io.sallyport.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * One block of an event stream.
 *
 * @param data  the value of its {@code data:} lines; empty for a comment
 * @param comment the text of its comment; empty for data
 * @param after when it came, from the moment the request was sent
 */
public record SseEvent(String data, String comment, Duration after) {
    static final String DONE = "[DONE]";

    boolean isData() {
        return !data.isEmpty();
    }

    boolean isJson() {
        return isData() && !data.equals(DONE);
    }

    JsonNode json() {
        return Json.parse(data);
    }
}

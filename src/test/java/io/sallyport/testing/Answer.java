package io.sallyport.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a caller got.
 *
 * @param bytes  the body as it came
 * @param events the body as an event stream; empty when it is none
 * @param broken whether the connection broke before the body was complete
 * @param took   from sending the request to the end of the body
 */
public record Answer(
        int status, HttpHeaders headers, byte[] bytes, List<SseEvent> events, boolean broken, Duration took) {

    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.parse(body());
    }

    /** The first value of a header; empty when it is not there. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public String requestId() {
        return header("X-Request-Id");
    }

    public boolean isStream() {
        return header("Content-Type").startsWith("text/event-stream");
    }

    /** What the model said, streamed or not. */
    public String text() {
        return isStream()
                ? Deltas.text(events)
                : json().at("/choices/0/message/content").asText("");
    }

    /** The JSON of each {@code data:} event, {@code [DONE]} left out. */
    public List<JsonNode> chunks() {
        return events.stream().filter(SseEvent::isJson).map(SseEvent::json).toList();
    }

    public boolean sawDone() {
        return events.stream().anyMatch(event -> event.data().equals(SseEvent.DONE));
    }

    public List<String> comments() {
        return events.stream()
                .map(SseEvent::comment)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Why the model stopped; empty when it was not said. */
    public String finishReason() {
        if (!isStream()) {
            return json().at("/choices/0/finish_reason").asText("");
        }
        return chunks().stream()
                .map(chunk -> chunk.at("/choices/0/finish_reason"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .reduce("", (first, last) -> last);
    }

    /** The usage block; missing when there is none. */
    public JsonNode usage() {
        return documents().stream()
                .map(document -> document.path("usage"))
                .filter(JsonNode::isObject)
                .reduce(MissingNode.getInstance(), (first, last) -> last);
    }

    /** The error object, as the body or as an event of the stream; missing when there is none. */
    public JsonNode error() {
        return documents().stream()
                .map(document -> document.path("error"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** The error's code; empty when there is no error. */
    public String errorCode() {
        return error().path("code").asText("");
    }

    public String errorMessage() {
        return error().path("message").asText("");
    }

    /** Whether this is a whole answer: not an error, not a fragment. */
    public boolean isComplete() {
        boolean ended = isStream()
                ? sawDone() && !finishReason().isEmpty()
                : !finishReason().isEmpty();
        return status == 200 && !broken && errorCode().isEmpty() && ended;
    }

    /** The {@code id} of each chunk, repetitions left out. */
    public List<String> ids() {
        return documents().stream()
                .map(chunk -> chunk.path("id").asText(""))
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    /** The {@code model} that each chunk names, repetitions left out. */
    public List<String> models() {
        return documents().stream()
                .map(chunk -> chunk.path("model").asText(""))
                .filter(model -> !model.isEmpty())
                .distinct()
                .toList();
    }

    private List<JsonNode> documents() {
        return isStream() ? chunks() : List.of(json());
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, took);
    }

    @Override
    public String toString() {
        return "%d %s after %d ms%s: %s"
                .formatted(status, headers.map(), took.toMillis(), broken ? ", broken off" : "", body());
    }
}

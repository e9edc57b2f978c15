package io.sallyport.run.redis;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import io.sallyport.core.json.JsonWriter;
import io.sallyport.run.News;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * News as one message of a run's channel: {@code e <origin>} or {@code {"o":"<origin>","d":{"seq","step","attempt","n","text"}}}. The origin is
 * who tells it: nobody needs to hear from Redis what they said themselves. Half a character, where a model's chunk ends in the middle of one, is
 * written as an escape.
 */
final class NewsJson {
    private static final String COMMITTED = "e ";

    private NewsJson() {}

    static String write(String origin, News news) {
        return switch (news) {
            case News.Committed() -> COMMITTED + origin;
            case News.Delta(long seq, int step, int attempt, int n, String text) ->
                new String(
                        new JsonWriter()
                                .raw("{\"o\":")
                                .string(origin)
                                .raw(",\"d\":{\"seq\":" + seq)
                                .furtherMember("step", step)
                                .furtherMember("attempt", attempt)
                                .furtherMember("n", n)
                                .furtherMember("text", text)
                                .raw("}}")
                                .toBytes(),
                        StandardCharsets.UTF_8);
        };
    }

    /** Empty where {@code self} has told it, or where it is nothing that this version knows. */
    static Optional<News> read(String payload, String self) {
        if (payload.startsWith("e")) {
            return payload.equals(COMMITTED + self) ? Optional.empty() : Optional.of(new News.Committed());
        }
        return Json.parse(payload)
                .filter(message -> !message.path("o").asText().equals(self))
                .map(message -> message.path("d"))
                .filter(JsonNode::isObject)
                .map(NewsJson::delta);
    }

    private static News delta(JsonNode d) {
        return new News.Delta(
                d.path("seq").asLong(),
                d.path("step").asInt(),
                d.path("attempt").asInt(),
                d.path("n").asInt(),
                d.path("text").asText());
    }
}

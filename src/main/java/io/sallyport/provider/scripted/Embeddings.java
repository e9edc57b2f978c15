package io.sallyport.provider.scripted;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Embeddings in OpenAI's dialect, as one body. What an input's vector is follows from its text alone; it has the length 1. */
final class Embeddings {
    /** All vectors of one answer: it is made whole on an event loop. */
    static final int MOST_NUMBERS = 1 << 18;

    private static final int BYTES_PER_TOKEN = 4;

    private final Reply reply;
    private final Prompt prompt;
    private final List<JsonNode> inputs;

    Embeddings(Reply reply, Prompt prompt) {
        this.reply = reply;
        this.prompt = prompt;
        this.inputs = prompt.inputs();
    }

    boolean tooMany() {
        return dimensions() > MOST_NUMBERS / Math.max(1, inputs.size());
    }

    private long dimensions() {
        return prompt.dimensions(reply.dimensions());
    }

    String body() throws JacksonException {
        ObjectNode answer = Prompt.JSON.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (JsonNode input : inputs) {
            ObjectNode entry = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            put(entry, Vectors.of(text(input), (int) dimensions()));
        }
        answer.put("model", prompt.model());
        long tokens = reply.usage() == null ? tokens() : reply.usage().input();
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return Prompt.JSON.writeValueAsString(answer);
    }

    private void put(ObjectNode entry, float[] vector) {
        if (prompt.base64()) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float number : vector) {
                bytes.putFloat(number);
            }
            entry.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
        } else {
            ArrayNode numbers = entry.putArray("embedding");
            for (float number : vector) {
                numbers.add(number);
            }
        }
    }

    private long tokens() {
        long tokens = 0;
        for (JsonNode input : inputs) {
            tokens += input.isArray()
                    ? input.size()
                    : Math.ceilDiv(input.asText().getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
        }
        return tokens;
    }

    /** Token numbers are a text of their own. */
    static String text(JsonNode input) {
        return input.isTextual() ? input.asText() : input.toString();
    }
}

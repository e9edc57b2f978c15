package io.sallyport.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Behaviours that answer requests for embeddings. */
public final class Embedders {
    private Embedders() {}

    /** For each input its {@link #vector}, in the format that is asked for, and three tokens. */
    public static Behaviour vectors() {
        return exchange -> {
            JsonNode request = exchange.request().json();
            JsonNode input = request.path("input");
            int inputs = input.isArray() && !input.path(0).isNumber() ? input.size() : 1;
            boolean base64 = request.path("encoding_format").asText().equals("base64");
            exchange.whole(200, "application/json", list(inputs, base64));
        };
    }

    /** The embedding of the input at place {@code index}. */
    public static List<Float> vector(int index) {
        return List.of((float) index, 0.5f, -0.25f);
    }

    private static String list(int inputs, boolean base64) {
        String data = IntStream.range(0, inputs)
                .mapToObj(index -> "{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":"
                        + (base64
                                ? "\"" + base64(vector(index)) + "\""
                                : vector(index).toString()) + "}")
                .collect(Collectors.joining(","));
        return "{\"object\":\"list\",\"data\":[" + data + "],\"model\":\"main\",\"usage\":{\"prompt_tokens\":"
                + 3 * inputs + ",\"total_tokens\":" + 3 * inputs + "}}";
    }

    private static String base64(List<Float> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(bytes::putFloat);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}

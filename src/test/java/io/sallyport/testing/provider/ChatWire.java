package io.sallyport.testing.provider;

import io.sallyport.testing.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chat completions as OpenAI writes them. */
public final class ChatWire {
    private static final long CREATED = 1_700_000_000L;

    private ChatWire() {}

    /** The chunk that only names the role. */
    public static String role(String model) {
        return chunk(model, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    /** A chunk with a piece of the answer. */
    public static String delta(String model, String text) {
        return chunk(model, "{\"content\":" + Json.write(text) + "}", "null");
    }

    /** The chunk that says why the model stopped. */
    public static String finish(String model, String reason) {
        return chunk(model, "{}", Json.write(reason));
    }

    /** The chunk with the usage and no choice. */
    public static String usage(String model) {
        return "{\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":%s,\"choices\":[],\"usage\":%s}"
                .formatted(id(model), CREATED, Json.write(model), USAGE);
    }

    /** A whole answer. */
    public static String completion(String model, String text) {
        return ("{\"id\":\"%s\",\"object\":\"chat.completion\",\"created\":%d,\"model\":%s,\"choices\":[{\"index\":0,\"message\":"
                        + "{\"role\":\"assistant\",\"content\":%s,\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":%s}")
                .formatted(id(model), CREATED, Json.write(model), Json.write(text), USAGE);
    }

    /** An error. */
    public static String error(String message, String type, String code) {
        return Json.write(Map.of("error", Map.of("message", message, "type", type, "param", "messages", "code", code)));
    }

    /** {@code text} in pieces of one word each, spaces kept, as a model would stream it. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int space = text.indexOf(' ', 1); space > 0; space = text.indexOf(' ', space + 1)) {
            words.add(text.substring(start, space));
            start = space;
        }
        words.add(text.substring(start));
        return words;
    }

    private static final String USAGE =
            "{\"prompt_tokens\":7,\"completion_tokens\":9,\"total_tokens\":16,\"prompt_tokens_details\":{\"cached_tokens\":2}}";

    private static String id(String model) {
        return "chatcmpl-" + model;
    }

    private static String chunk(String model, String delta, String finishReason) {
        return ("{\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":%s,\"choices\":"
                        + "[{\"index\":0,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]}")
                .formatted(id(model), CREATED, Json.write(model), delta, finishReason);
    }
}

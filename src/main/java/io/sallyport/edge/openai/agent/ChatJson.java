package io.sallyport.edge.openai.agent;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.core.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * A run's answer in OpenAI's shapes: {@code chat.completion}, or the {@code chat.completion.chunk}s of a stream. The id is made of the run's, so
 * that it is the same for whoever takes the answer over.
 */
final class ChatJson {
    static final String DONE = "data: [DONE]\n\n";

    private final String model;
    private final String id;
    private final long created;
    private final boolean usageAsked;

    ChatJson(String model, RunRecord run, boolean usageAsked) {
        this.model = model;
        this.id = "chatcmpl-" + run.id();
        this.created = run.createdAt().getEpochSecond();
        this.usageAsked = usageAsked;
    }

    /** The chunk that says who speaks. */
    Buffer role() {
        return chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    Buffer text(String text) {
        String content = new String(JsonWriter.quoted(text), java.nio.charset.StandardCharsets.UTF_8);
        return chunk("{\"content\":" + content + "}", "null");
    }

    /** The chunk behind which nothing is said. */
    Buffer stop() {
        return chunk("{}", "\"stop\"");
    }

    /** The chunk that tells what it took; empty where nobody has asked. */
    Buffer usage(Usage usage) {
        if (!usageAsked) {
            return Buffer.buffer();
        }
        JsonWriter out = begin("chat.completion.chunk").raw(",\"choices\":[]").furtherMember("usage", counts(usage));
        return event(out);
    }

    /** The whole answer. */
    Buffer whole(String text, Usage usage) {
        JsonWriter out = begin("chat.completion")
                .raw(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":")
                .string(text)
                .raw(",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]")
                .furtherMember("usage", counts(usage))
                .raw("}");
        return Buffer.buffer(out.toBytes());
    }

    private Buffer chunk(String delta, String finish) {
        JsonWriter out = begin("chat.completion.chunk")
                .raw(",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish
                        + "}]");
        return event(usageAsked ? out.raw(",\"usage\":null") : out);
    }

    private JsonWriter begin(String object) {
        return new JsonWriter()
                .raw("{\"id\":")
                .string(id)
                .furtherMember("object", object)
                .furtherMember("created", created)
                .furtherMember("model", model);
    }

    private static Buffer event(JsonWriter out) {
        return Buffer.buffer("data: ").appendBytes(out.raw("}").toBytes()).appendString("\n\n");
    }

    private static Map<String, Object> counts(Usage usage) {
        return Map.of(
                "prompt_tokens",
                usage.input(),
                "completion_tokens",
                usage.output(),
                "total_tokens",
                usage.input() + usage.output(),
                "prompt_tokens_details",
                Map.of("cached_tokens", usage.cachedInput(), "cache_write_tokens", usage.cacheWrite()),
                "completion_tokens_details",
                Map.of("reasoning_tokens", usage.reasoning()));
    }
}

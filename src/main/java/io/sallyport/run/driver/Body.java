package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A conversation as the body of a chat completions request, which is what routing takes. The same conversation gives the same bytes. */
final class Body {
    /** Dotprompt's names of model parameters, and what they are called on the wire. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "temperature", "temperature",
            "topP", "top_p",
            "seed", "seed",
            "stopSequences", "stop",
            "presencePenalty", "presence_penalty",
            "frequencyPenalty", "frequency_penalty",
            "reasoningEffort", "reasoning_effort");

    private Body() {}

    /**
     * The body that asks for the next turn of {@code conversation}.
     *
     * @param maxTokens the output limit, where there is one
     */
    static Bytes of(AgentRevision revision, List<Message> conversation, OptionalLong maxTokens) {
        ObjectNode body = Json.object().put("model", revision.agent().route()).put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        parameters(revision.prompt().frontMatter().path("config"), body);
        maxTokens.ifPresent(most -> body.put("max_tokens", most));
        ArrayNode messages = body.putArray("messages");
        conversation.forEach(message -> messages.add(message(message)));
        if (!revision.granted().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            revision.granted().forEach(tool -> tools.add(tool(tool)));
        }
        return Json.bytes(body);
    }

    private static void parameters(JsonNode config, ObjectNode body) {
        PARAMETERS.forEach((name, wire) -> {
            if (config.has(name)) {
                body.set(wire, config.get(name));
            }
        });
    }

    private static ObjectNode message(Message message) {
        ObjectNode node = Json.object().put("role", message.role().label());
        boolean plain = message.parts().stream().allMatch(Part.Text.class::isInstance);
        if (plain) {
            node.put("content", message.text());
        } else {
            ArrayNode parts = node.putArray("content");
            message.parts().forEach(part -> parts.add(part(part)));
        }
        if (message.role() == Role.ASSISTANT && !message.toolUses().isEmpty()) {
            ArrayNode uses = node.putArray("tool_calls");
            message.toolUses().forEach(use -> {
                ObjectNode call = uses.addObject().put("id", use.id()).put("type", "function");
                call.putObject("function").put("name", use.name()).put("arguments", arguments(use.arguments()));
            });
        }
        message.answers().ifPresent(use -> node.put("tool_call_id", use));
        return node;
    }

    /** What a model has written that is no object would have some providers refuse the whole conversation, again and again. */
    private static String arguments(String written) {
        if (written.isBlank()) {
            return "{}";
        }
        return Json.parse(written).filter(JsonNode::isObject).isPresent()
                ? written
                : Json.text(Json.object().put("malformed", written));
    }

    private static ObjectNode part(Part part) {
        ObjectNode node = Json.object();
        switch (part) {
            case Part.Text(String text, var _) -> node.put("type", "text").put("text", text);
            case Part.Image(String url, var _) ->
                node.put("type", "image_url").putObject("image_url").put("url", url);
        }
        return node;
    }

    private static ObjectNode tool(ToolSpec tool) {
        ObjectNode node = Json.object().put("type", "function");
        node.putObject("function")
                .put("name", tool.name())
                .put("description", tool.description())
                .set("parameters", tool.input());
        return node;
    }
}

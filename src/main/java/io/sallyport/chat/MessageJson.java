package io.sallyport.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages as JSON, as the journal keeps them and the API shows them. Readable for ever: members are only ever added. */
public final class MessageJson {
    private MessageJson() {}

    public static ArrayNode write(List<Message> messages) {
        ArrayNode array = Json.array();
        messages.forEach(message -> array.add(write(message)));
        return array;
    }

    public static ObjectNode write(Message message) {
        ObjectNode node = Json.object().put("role", message.role().label());
        ArrayNode parts = node.putArray("parts");
        message.parts().forEach(part -> parts.add(write(part)));
        if (!message.toolUses().isEmpty()) {
            ArrayNode uses = node.putArray("toolUses");
            message.toolUses()
                    .forEach(use -> uses.addObject()
                            .put("id", use.id())
                            .put("name", use.name())
                            .put("arguments", use.arguments()));
        }
        message.answers().ifPresent(use -> node.put("answers", use));
        return node;
    }

    public static ObjectNode write(Part part) {
        ObjectNode node = Json.object();
        switch (part) {
            case Part.Text(String text, Label label) ->
                node.put("type", "text").put("text", text).put("label", label.text());
            case Part.Image(String url, Label label) ->
                node.put("type", "image").put("url", url).put("label", label.text());
        }
        return node;
    }

    public static List<Message> readAll(JsonNode array) {
        List<Message> messages = new ArrayList<>();
        array.forEach(node -> messages.add(read(node)));
        return messages;
    }

    /** What {@link #write(Message)} wrote. */
    public static Message read(JsonNode node) {
        List<Part> parts = new ArrayList<>();
        node.path("parts").forEach(part -> parts.add(part(part)));
        List<ToolUse> uses = new ArrayList<>();
        node.path("toolUses")
                .forEach(use -> uses.add(new ToolUse(
                        use.path("id").asText(),
                        use.path("name").asText(),
                        use.path("arguments").asText())));
        return new Message(
                Role.of(node.path("role").asText()),
                parts,
                uses,
                Optional.ofNullable(node.path("answers").textValue()));
    }

    private static Part part(JsonNode node) {
        Label label = new Label(node.path("label").asText());
        return switch (node.path("type").asText()) {
            case "text" -> new Part.Text(node.path("text").asText(), label);
            case "image" -> new Part.Image(node.path("url").asText(), label);
            default -> throw new IllegalStateException("a part of an unknown type");
        };
    }
}

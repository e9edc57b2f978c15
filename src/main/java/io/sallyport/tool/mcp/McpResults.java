package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.core.json.Json;
import java.util.Optional;

/** From a {@code CallToolResult} to the JSON that a tool's result is everywhere else. */
final class McpResults {
    private static final int MOST_DETAIL = 4 * 1024;

    private McpResults() {}

    /** Whether it is a question and no result (revision 2026-07-28, "Multi Round-Trip Requests"). */
    static boolean asksForMore(JsonNode result) {
        return result.path("resultType").asText("").equals("input_required");
    }

    /** Whether it is one, and not something that a server made up. */
    static boolean isOne(JsonNode result) {
        JsonNode content = result.path("content");
        JsonNode error = result.path("isError");
        return result.isObject()
                && (content.isMissingNode() || content.isArray())
                && (error.isMissingNode() || error.isBoolean());
    }

    static boolean isError(JsonNode result) {
        return result.path("isError").asBoolean(false);
    }

    /** What is structured; else the only text, as JSON where it is an object or an array; else all content as it came. */
    static JsonNode value(JsonNode result) {
        JsonNode structured = result.path("structuredContent");
        if (structured.isObject()) {
            return structured;
        }
        JsonNode content = result.path("content");
        if (content.isEmpty()) {
            return NullNode.getInstance();
        }
        Optional<String> text = onlyText(content);
        if (text.isEmpty()) {
            ObjectNode all = Json.object();
            all.set("content", content);
            return all;
        }
        return Json.parse(text.get()).filter(JsonNode::isContainerNode).orElseGet(() -> TextNode.valueOf(text.get()));
    }

    /** What a server says of a failure, cut to what a model has use for; empty where it said nothing in words. */
    static Optional<JsonNode> detail(JsonNode result) {
        StringBuilder words = new StringBuilder();
        for (JsonNode part : result.path("content")) {
            String text = part.path("text").asText("");
            if (!text.isEmpty() && words.length() < MOST_DETAIL) {
                words.append(words.isEmpty() ? "" : "\n").append(text);
            }
        }
        return detail(words.toString());
    }

    static Optional<JsonNode> detail(String words) {
        if (words.isBlank()) {
            return Optional.empty();
        }
        int end = words.length() <= MOST_DETAIL ? words.length() : words.offsetByCodePoints(0, whole(words));
        return Optional.of(TextNode.valueOf(words.substring(0, end) + (end < words.length() ? "…" : "")));
    }

    /** Characters of the beginning, none of them half. */
    private static int whole(String words) {
        return words.codePointCount(0, MOST_DETAIL - 1);
    }

    private static Optional<String> onlyText(JsonNode content) {
        return content.size() == 1 && content.path(0).path("type").asText("").equals("text")
                ? Optional.ofNullable(content.path(0).path("text").textValue())
                : Optional.empty();
    }
}

package io.sallyport.provider.scripted;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A request as the script sees it. */
final class Prompt {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CHOICES = 16;

    private final JsonNode request;
    private final List<String> groups;
    private final JsonNode each;

    private Prompt(JsonNode request, List<String> groups, JsonNode each) {
        this.request = request;
        this.groups = List.copyOf(groups);
        this.each = each;
    }

    /** Throws where the body is no request. */
    static Prompt of(byte[] body) throws IOException {
        JsonNode tree = JSON.readTree(body);
        if (!tree.isObject() || !(tree.path("messages").isArray() || tree.has("input"))) {
            throw new IOException("no request that a script could answer");
        }
        return new Prompt(tree, List.of(), JSON.missingNode());
    }

    /** The same, and what the rule's expression has matched in it. */
    Prompt matched(List<String> expressionGroups) {
        return new Prompt(request, expressionGroups, each);
    }

    /** The same, where a call is made for each element of a list, and {@code element} is its turn. */
    Prompt about(JsonNode element) {
        return new Prompt(request, groups, element);
    }

    /** The element whose turn it is; missing where no list is gone through. */
    JsonNode each() {
        return each;
    }

    /** What group {@code number} of the rule's expression has matched; empty where there is none. */
    String group(int number) {
        return number < groups.size() ? groups.get(number) : "";
    }

    String model() {
        return request.path("model").asText();
    }

    int choices() {
        return Math.clamp(request.path("n").asInt(1), 1, MOST_CHOICES);
    }

    boolean includeUsage() {
        return request.path("stream_options").path("include_usage").asBoolean();
    }

    JsonNode tools() {
        return request.path("tools");
    }

    String firstTool() {
        return tools().path(0).path("function").path("name").asText();
    }

    /** The JSON schema of the tool's parameters; missing where the tool is not offered. */
    JsonNode parametersOf(String tool) {
        for (JsonNode offered : tools()) {
            if (offered.path("function").path("name").asText().equals(tool)) {
                return offered.path("function").path("parameters");
            }
        }
        return JSON.missingNode();
    }

    boolean structured() {
        String format = request.path("response_format").path("type").asText();
        return format.equals("json_schema") || format.equals("json_object");
    }

    JsonNode schema() {
        return request.path("response_format").path("json_schema").path("schema");
    }

    boolean afterToolResult() {
        JsonNode messages = request.path("messages");
        return role(messages.path(messages.size() - 1)).equals("tool");
    }

    /** Tools' results since the last user message: how far the work on it is. */
    int toolResults() {
        JsonNode messages = request.path("messages");
        int results = 0;
        for (int i = messages.size() - 1; i >= 0 && !role(messages.path(i)).equals("user"); i--) {
            results += role(messages.path(i)).equals("tool") ? 1 : 0;
        }
        return results;
    }

    /** Whether there is no conversation, and inputs to make embeddings of. */
    boolean embeds() {
        return !request.path("messages").isArray();
    }

    /** Texts, and arrays of token numbers. */
    List<JsonNode> inputs() {
        JsonNode input = request.path("input");
        boolean several = input.isArray() && !input.path(0).isNumber();
        return several ? StreamSupport.stream(input.spliterator(), false).toList() : List.of(input);
    }

    long dimensions(int otherwise) {
        return request.path("dimensions").asLong(otherwise);
    }

    boolean base64() {
        return request.path("encoding_format").asText().equals("base64");
    }

    /** Of a request for embeddings, the inputs, one to a line. */
    String lastUserMessage() {
        return embeds() ? inputs().stream().map(Embeddings::text).collect(Collectors.joining("\n")) : last("user");
    }

    String lastToolResult() {
        return last("tool");
    }

    /** What the tools of the last step have answered, each from a line of its own on. */
    String lastToolResults() {
        JsonNode messages = request.path("messages");
        List<String> results = new ArrayList<>();
        for (int i = messages.size() - 1; i >= 0 && role(messages.path(i)).equals("tool"); i--) {
            results.add(text(messages.path(i).path("content")));
        }
        return String.join("\n", results.reversed());
    }

    /** Bytes of the conversation, for counting. */
    int size() throws JacksonException {
        return JSON.writeValueAsBytes(request.path("messages")).length;
    }

    private String last(String role) {
        JsonNode messages = request.path("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (role(messages.path(i)).equals(role)) {
                return text(messages.path(i).path("content"));
            }
        }
        return "";
    }

    private static String role(JsonNode message) {
        return message.path("role").asText();
    }

    private static String text(JsonNode content) {
        return content.isTextual()
                ? content.asText()
                : StreamSupport.stream(content.spliterator(), false)
                        .map(part -> part.path("text").asText())
                        .collect(Collectors.joining());
    }
}

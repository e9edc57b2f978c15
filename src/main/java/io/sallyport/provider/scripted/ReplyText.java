package io.sallyport.provider.scripted;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a reply comes to for one prompt: text with its placeholders filled in, tool calls with ids, token counts. */
record ReplyText(String text, ArrayNode toolCalls, String finishReason, ObjectNode usage) {
    private static final int MOST_TURNS = 100;
    private static final int BYTES_PER_TOKEN = 4;

    static ReplyText of(Reply reply, Prompt prompt, String id) throws JacksonException {
        String text = text(reply, prompt);
        ArrayNode calls = Prompt.JSON.createArrayNode();
        for (Reply.ToolCall call : reply.toolCalls()) {
            for (Prompt turn : turns(call, prompt)) {
                calls.add(toolCall(call, turn, id, calls.size()));
            }
        }
        // A list with nothing in it has no calls, and a provider would not say that it has.
        boolean nothing = calls.isEmpty() && reply.finishReason().equals(Reply.TOOL_CALLS);
        return new ReplyText(
                text, calls, nothing ? Reply.STOP : reply.finishReason(), usage(reply, prompt, text, calls));
    }

    /** One for each element of the list that the call names, or just one. */
    private static List<Prompt> turns(Reply.ToolCall call, Prompt prompt) {
        return call.each()
                .map(path -> Placeholders.lastToolResult(prompt, path)
                        .valueStream()
                        .limit(MOST_TURNS)
                        .map(prompt::about)
                        .toList())
                .orElse(List.of(prompt));
    }

    private static String text(Reply reply, Prompt prompt) throws JacksonException {
        if (!prompt.structured() || !reply.toolCalls().isEmpty()) {
            return Placeholders.filled(reply.text(), prompt);
        }
        JsonNode json = reply.json();
        return Prompt.JSON.writeValueAsString(json != null ? json : MinimalInstance.of(prompt.schema()));
    }

    private static ObjectNode toolCall(Reply.ToolCall call, Prompt prompt, String id, int index)
            throws JacksonException {
        String name = Placeholders.filled(call.name(), prompt);
        JsonNode arguments = call.arguments() != null
                ? Placeholders.filled(call.arguments(), prompt)
                : MinimalInstance.of(prompt.parametersOf(name));
        String written = Prompt.JSON.writeValueAsString(arguments);
        ObjectNode node = Prompt.JSON.createObjectNode();
        node.put("id", "call_" + id + "_" + index).put("type", "function");
        node.putObject("function").put("name", name).put("arguments", written);
        return node;
    }

    private static ObjectNode usage(Reply reply, Prompt prompt, String text, ArrayNode calls) throws JacksonException {
        Reply.Counts counts = reply.usage();
        if (counts == null) {
            int written = Prompt.JSON.writeValueAsBytes(text).length
                    - 2
                    + (calls.isEmpty() ? 0 : Prompt.JSON.writeValueAsBytes(calls).length);
            counts = new Reply.Counts(tokens(prompt.size()), (long) tokens(written) * prompt.choices());
        }
        return Prompt.JSON
                .createObjectNode()
                .put("prompt_tokens", counts.input())
                .put("completion_tokens", counts.output())
                .put("total_tokens", counts.input() + counts.output());
    }

    private static int tokens(int bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }
}

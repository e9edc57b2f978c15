package io.sallyport.provider.scripted;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply in OpenAI's dialect, as one body or as the events of a stream. Always the same bytes for the same request. */
final class Wire {
    /** Answers carry the moment this format was fixed and not the present one, so that they are the same each time. */
    private static final long CREATED = 1_700_000_000;

    private final Prompt prompt;
    private final Reply reply;
    private final ReplyText content;
    private final String id;

    Wire(Prompt prompt, Reply reply, String id) throws JacksonException {
        this.prompt = prompt;
        this.reply = reply;
        this.id = id;
        this.content = ReplyText.of(reply, prompt, id);
    }

    String body() throws JacksonException {
        ObjectNode answer = answer("chat.completion");
        for (int i = 0; i < prompt.choices(); i++) {
            ObjectNode choice = answer.withArray("choices").addObject().put("index", i);
            ObjectNode message = choice.putObject("message").put("role", "assistant");
            boolean silent = content.text().isEmpty() && !content.toolCalls().isEmpty();
            message.put("content", silent ? null : content.text());
            if (!content.toolCalls().isEmpty()) {
                message.set("tool_calls", content.toolCalls());
            }
            choice.put("finish_reason", content.finishReason());
        }
        answer.set("usage", content.usage());
        return Prompt.JSON.writeValueAsString(answer);
    }

    /** The events that begin each choice and say nothing yet. */
    List<String> openings() throws JacksonException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < prompt.choices(); i++) {
            ObjectNode delta =
                    Prompt.JSON.createObjectNode().put("role", "assistant").put("content", "");
            events.add(chunk(i, delta, null));
        }
        return events;
    }

    /** The events that carry text and tool calls. */
    List<String> deltas() throws JacksonException {
        List<String> events = new ArrayList<>();
        for (String piece : pieces(content.text())) {
            for (int i = 0; i < prompt.choices(); i++) {
                events.add(chunk(i, Prompt.JSON.createObjectNode().put("content", piece), null));
            }
        }
        for (int i = 0; i < prompt.choices(); i++) {
            toolCalls(i, events);
        }
        return events;
    }

    /** The events that end the stream. */
    List<String> endings() throws JacksonException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < prompt.choices(); i++) {
            events.add(chunk(i, Prompt.JSON.createObjectNode(), content.finishReason()));
        }
        if (prompt.includeUsage()) {
            ObjectNode last = answer("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", content.usage());
            events.add(event(last));
        }
        events.add("data: [DONE]\n\n");
        return events;
    }

    private void toolCalls(int choice, List<String> events) throws JacksonException {
        int index = 0;
        for (JsonNode call : content.toolCalls()) {
            ObjectNode begun = Prompt.JSON.createObjectNode().put("index", index);
            begun.put("id", call.path("id").asText()).put("type", "function");
            begun.putObject("function")
                    .put("name", call.path("function").path("name").asText())
                    .put("arguments", "");
            events.add(chunk(choice, toolDelta(begun), null));
            for (String piece : pieces(call.path("function").path("arguments").asText())) {
                ObjectNode more = Prompt.JSON.createObjectNode().put("index", index);
                more.putObject("function").put("arguments", piece);
                events.add(chunk(choice, toolDelta(more), null));
            }
            index++;
        }
    }

    private static ObjectNode toolDelta(ObjectNode call) {
        ObjectNode delta = Prompt.JSON.createObjectNode();
        delta.putArray("tool_calls").add(call);
        return delta;
    }

    private String chunk(int choice, ObjectNode delta, @Nullable String finishReason) throws JacksonException {
        ObjectNode chunk = answer("chat.completion.chunk");
        ObjectNode entry = chunk.putArray("choices").addObject().put("index", choice);
        entry.set("delta", delta);
        entry.put("finish_reason", finishReason);
        return event(chunk);
    }

    private ObjectNode answer(String object) {
        return Prompt.JSON
                .createObjectNode()
                .put("id", "chatcmpl-" + id)
                .put("object", object)
                .put("created", CREATED)
                .put("model", prompt.model());
    }

    private static String event(ObjectNode data) throws JacksonException {
        return "data: " + Prompt.JSON.writeValueAsString(data) + "\n\n";
    }

    /** Cuts between code points, so that no piece ends in half a character. */
    private List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int characters = Math.min(reply.chunkSize(), text.codePointCount(at, text.length()));
            int end = text.offsetByCodePoints(at, characters);
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }
}

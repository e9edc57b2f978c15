package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.chat.ToolUse;
import io.sallyport.chat.Usage;
import io.sallyport.core.json.Json;
import io.sallyport.dialect.openai.UsageJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a model's answer together from the chunks of its stream. */
final class AnswerAssembler {
    private final long most;
    private final StringBuilder text = new StringBuilder();
    private long taken;
    private final TreeMap<Integer, Use> uses = new TreeMap<>();
    private String finishReason = "";
    private @Nullable Usage usage;

    private static final class Use {
        private String id = "";
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();
    }

    /** @param most characters of text, names and arguments together */
    AnswerAssembler(long most) {
        this.most = most;
    }

    long most() {
        return most;
    }

    /** Whether there was more than an answer may have: it is none then. */
    boolean tooLong() {
        return taken > most;
    }

    /** Takes the {@code data} of one event; what it adds to the text. */
    String chunk(byte[] data, int from, int to) {
        Optional<JsonNode> chunk = Json.parse(new String(data, from, to - from, StandardCharsets.UTF_8));
        if (chunk.isEmpty()) {
            return ""; // the end marker; what is no JSON was left out before it came here
        }
        usage = UsageJson.read(chunk.get().path("usage")).orElse(usage);
        StringBuilder added = new StringBuilder();
        for (JsonNode choice : chunk.get().path("choices")) {
            if (choice.path("index").asInt() == 0) {
                added.append(delta(choice.path("delta")));
                finishReason = choice.path("finish_reason").asText(finishReason);
            }
        }
        text.append(added);
        taken += added.length();
        return added.toString();
    }

    private String delta(JsonNode delta) {
        for (JsonNode call : delta.path("tool_calls")) {
            Use use = uses.computeIfAbsent(call.path("index").asInt(uses.size()), index -> new Use());
            use.id = call.path("id").asText(use.id);
            String name = call.path("function").path("name").asText("");
            String arguments = call.path("function").path("arguments").asText("");
            use.name.append(name);
            use.arguments.append(arguments);
            // Each call has something of its own that is kept, however little it says.
            taken += name.length() + arguments.length() + 1;
        }
        JsonNode content = delta.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder parts = new StringBuilder();
        content.forEach(part -> parts.append(part.path("text").asText("")));
        return parts.toString();
    }

    /**
     * The whole answer.
     *
     * @param agent whose words these are
     */
    Message message(String agent) {
        List<Part> parts = text.isEmpty() ? List.of() : List.of(new Part.Text(text.toString(), Label.agent(agent)));
        return new Message(Role.ASSISTANT, parts, toolUses(), Optional.empty());
    }

    /** Providers may leave out an id, or give the same one twice; an answer has to name its question. */
    private List<ToolUse> toolUses() {
        List<ToolUse> named = new ArrayList<>();
        for (Use use : uses.values()) {
            String id = use.id;
            boolean usable = !id.isEmpty()
                    && named.stream().noneMatch(other -> other.id().equals(use.id));
            named.add(new ToolUse(
                    usable ? id : "use_" + (named.size() + 1), use.name.toString(), use.arguments.toString()));
        }
        return named;
    }

    String finishReason() {
        return finishReason.isEmpty() ? "stop" : finishReason;
    }

    /** What the provider counted, or a token for each four bytes where it did not. */
    Usage usage(int requestBytes) {
        return usage != null ? usage : new Usage(requestBytes / 4, 0, (text.length() + argumentChars()) / 4 + 1, 0);
    }

    private int argumentChars() {
        return uses.values().stream().mapToInt(use -> use.arguments.length()).sum();
    }
}

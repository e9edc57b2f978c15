package io.sallyport.run.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run has read so far, by whose words it is.
 *
 * @param own       words of the catalogue and of the caller, answers to the run's questions included
 * @param minted    what tools have said in fields that their manifests vouch for, other than what is computed from their arguments
 * @param untrusted everything else that was read
 */
record Heard(List<Words> own, Set<String> minted, List<Source> untrusted) {
    /** Its result is what a person has answered. */
    private static final String QUESTION = "request_input";

    private static final String TOOL = "tool:";

    /**
     * Words that nobody vouches for.
     *
     * @param call  the call that has brought them in; empty where it was an earlier run's
     * @param asked what that call was made with: who finds it again in the answer has not learned it there
     */
    record Source(Label label, Optional<String> call, Words words, Optional<Words> asked) {}

    static Heard of(RunState state, List<Message> history, Map<String, ToolSpec> tools) {
        Heard heard = new Heard(new ArrayList<>(), new HashSet<>(), new ArrayList<>());
        boolean vouched = state.parent().filter(parent -> !parent.untrusted()).isPresent();
        state.opening().orElse(state.input()).forEach(message -> heard.said(message, vouched));
        history.forEach(message -> heard.remembered(message, tools));
        state.calls().forEach(call -> heard.answered(call, Optional.ofNullable(tools.get(call.tool()))));
        return heard;
    }

    /** What a model has said is made of what it has read, and is no source of its own. */
    private void said(Message message, boolean vouched) {
        if (message.role() == Role.ASSISTANT) {
            return;
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Text(String text, Label label)) {
                // What a run has asked that had read nothing untrusted is made of the caller's words alone.
                boolean asked = vouched && label.text().startsWith("agent:");
                if (label.equals(Label.SYSTEM) || label.equals(Label.USER) || asked) {
                    own.add(Words.of(text));
                } else {
                    untrusted.add(new Source(label, Optional.empty(), Words.of(text), Optional.empty()));
                }
            }
        }
    }

    private void remembered(Message message, Map<String, ToolSpec> tools) {
        if (message.role() != Role.TOOL) {
            said(message, false);
            return;
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Text(String text, Label label) && !label.equals(Label.SYSTEM)) {
                // An agent of the same name as a tool has no manifest that vouches for anything.
                Optional<ToolSpec> tool = Optional.of(label.text())
                        .filter(name -> name.startsWith(TOOL))
                        .map(name -> tools.get(name.substring(TOOL.length())));
                JsonNode answer = Json.parse(text).orElseGet(() -> TextNode.valueOf(text));
                take(label, tool, answer, Optional.empty(), Optional.empty());
            }
        }
    }

    private void answered(CallView call, Optional<ToolSpec> tool) {
        boolean tools = switch (call.state()) {
            case SUCCEEDED, FAILED_APPLIED, FAILED_NOT_APPLIED, RECONCILED -> true;
            default -> false;
        };
        if (tools && !call.tool().isEmpty() && call.answer().isPresent() && !call.isVouchedFor()) {
            take(
                    call.child().map(child -> Label.agent(child.agent())).orElseGet(() -> Label.tool(call.tool())),
                    tool,
                    call.answer().get(),
                    Optional.of(call.id()),
                    Optional.of(Words.of(text(call.arguments()))));
        }
    }

    private void take(
            Label label, Optional<ToolSpec> tool, JsonNode answer, Optional<String> call, Optional<Words> asked) {
        boolean builtIn = tool.filter(known -> known.binding() instanceof ToolBinding.BuiltIn)
                .isPresent();
        boolean question = tool.filter(
                        known -> known.binding() instanceof ToolBinding.BuiltIn(String name) && name.equals(QUESTION))
                .isPresent();
        if (question) {
            own.add(Words.of(text(answer)));
            return;
        }
        JsonNode rest = answer;
        if (answer instanceof ObjectNode object && tool.isPresent()) {
            ObjectNode left = object.deepCopy();
            for (String field : tool.get().trusted()) {
                JsonNode value = left.remove(field);
                // A calculator vouches for its arithmetic, and not for where the numbers came from.
                if (value != null && value.isValueNode() && !builtIn) {
                    minted.add(new Sink("", value.asText()).destination());
                }
            }
            rest = left;
        }
        Words words = Words.of(text(rest));
        if (!words.isEmpty()) {
            untrusted.add(new Source(label, call, words, asked));
        }
    }

    /** All words in it, names of members included: whoever writes JSON chooses those too. */
    private static String text(JsonNode node) {
        StringBuilder text = new StringBuilder();
        collect(node, text);
        return text.toString();
    }

    private static void collect(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                text.append(field.getKey()).append('\n');
                collect(field.getValue(), text);
            });
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, text));
        } else if (node.isTextual() || node.isNumber()) {
            text.append(node.isTextual() ? node.textValue() : Json.text(node)).append('\n');
        }
    }
}

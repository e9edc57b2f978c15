package io.sallyport.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.Json;
import io.sallyport.prompt.Scope.Found;
import io.sallyport.prompt.template.Argument;
import io.sallyport.prompt.template.Node;
import io.sallyport.prompt.template.Ref;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rendering. Work and output are bounded, whatever the values are. */
final class Rendering {
    private static final int MOST_CHARS = 2_000_000;
    private static final int MOST_STEPS = 100_000;
    private static final int DEEPEST = 32;

    private final Prepared prompt;
    private final List<Part> input;
    private final Map<String, Label> labels;
    private final Transcript transcript = new Transcript();
    private boolean inputPlaced;
    private boolean inSystem;
    private long chars;
    private int steps;
    private int depth;

    Rendering(Prepared prompt, List<Part> input, Map<String, Label> labels) {
        this.prompt = prompt;
        this.input = input;
        this.labels = labels;
    }

    Opening run(JsonNode variables) {
        render(prompt.body(), new Scope(variables, null, Map.of(), null));
        return transcript.end(inputPlaced ? List.of() : input);
    }

    private void render(List<Node> nodes, Scope scope) {
        if (++depth > DEEPEST) {
            throw tooMuch();
        }
        for (Node node : nodes) {
            if (++steps > MOST_STEPS) {
                throw tooMuch();
            }
            render(node, scope);
        }
        depth--;
    }

    private void render(Node node, Scope scope) {
        switch (node) {
            case Node.Text(String text) -> say(text, Label.SYSTEM);
            case Node.Value(Ref ref, var spot) -> value(ref, scope);
            case Node.Json(Argument argument, var spot) -> {
                Found found = found(argument, scope);
                say(found.isThere() ? Json.text(found.value()) : "null", found.label());
            }
            case Node.Media(Argument url, var spot) -> {
                Found found = found(url, scope);
                add(new Part.Image(counted(text(found.value())), found.label()));
            }
            case Node.RoleTag tag -> role(tag.role());
            case Node.History history -> transcript.history();
            case Node.Include(String name, var spot) -> render(prompt.partials().getOrDefault(name, List.of()), scope);
            case Node.Block block -> block(block, scope);
        }
    }

    private void role(String role) {
        inSystem = role.equals("system");
        transcript.begin(
                switch (role) {
                    case "system" -> Role.SYSTEM;
                    case "model" -> Role.ASSISTANT;
                    default -> Role.USER;
                });
    }

    private void value(Ref ref, Scope scope) {
        Found found = scope.find(ref, labels);
        if (prompt.placesInput(ref, scope.parent() == null)) {
            inputPlaced = true;
            input.forEach(this::add);
        } else if (isMissing(ref, scope)) {
            throw DotpromptRenderer.missing(prompt.name(), ref.steps().getFirst());
        } else {
            say(text(found.value()), found.label());
        }
    }

    /** Where nothing is declared, a name that is written has to be given. */
    private boolean isMissing(Ref ref, Scope scope) {
        return prompt.declared().open()
                && scope.parent() == null
                && !ref.isLoopDatum()
                && !ref.steps().isEmpty()
                && scope.value().path(ref.steps().getFirst()).isMissingNode();
    }

    private void block(Node.Block block, Scope scope) {
        Found first = found(block.arguments().getFirst(), scope);
        switch (block.kind()) {
            case IF -> render(first.holds() ? block.body() : block.otherwise(), scope);
            case UNLESS -> render(first.holds() ? block.otherwise() : block.body(), scope);
            case IF_EQUALS -> render(equal(block, scope) ? block.body() : block.otherwise(), scope);
            case UNLESS_EQUALS -> render(equal(block, scope) ? block.otherwise() : block.body(), scope);
            case WITH -> {
                if (first.holds()) {
                    render(block.body(), scope.inside(first, Map.of()));
                } else {
                    render(block.otherwise(), scope);
                }
            }
            case EACH -> each(block, first, scope);
        }
    }

    private void each(Node.Block block, Found list, Scope scope) {
        int size = list.value().size();
        if (size == 0) {
            render(block.otherwise(), scope);
            return;
        }
        int index = 0;
        if (list.value().isObject()) {
            for (Map.Entry<String, JsonNode> entry : list.value().properties()) {
                loop(
                        block,
                        new Found(entry.getValue(), list.label()),
                        scope,
                        TextNode.valueOf(entry.getKey()),
                        index++,
                        size);
            }
        } else {
            for (JsonNode item : list.value()) {
                loop(block, new Found(item, list.label()), scope, IntNode.valueOf(index), index++, size);
            }
        }
    }

    private void loop(Node.Block block, Found item, Scope scope, JsonNode key, int index, int size) {
        Map<String, JsonNode> data = Map.of(
                "@index", IntNode.valueOf(index),
                "@key", key,
                "@first", BooleanNode.valueOf(index == 0),
                "@last", BooleanNode.valueOf(index == size - 1));
        render(block.body(), scope.inside(item, data));
    }

    private boolean equal(Node.Block block, Scope scope) {
        JsonNode one = found(block.arguments().getFirst(), scope).value();
        JsonNode other = found(block.arguments().get(1), scope).value();
        boolean numbers = one.isNumber() && other.isNumber();
        return numbers ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
    }

    private Found found(Argument argument, Scope scope) {
        return switch (argument) {
            case Argument.Of(Ref ref) -> scope.find(ref, labels);
            case Argument.Literal(JsonNode value) -> new Found(value, Label.SYSTEM);
        };
    }

    private static String text(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> "";
            case OBJECT, ARRAY -> Json.text(value);
            default -> value.asText();
        };
    }

    private void say(@Nullable String text, Label label) {
        if (text == null || text.isEmpty()) {
            return;
        }
        add(new Part.Text(counted(text), label));
    }

    /** The loader refuses templates in which this could happen; this is the second lock on the same door. */
    private void add(Part part) {
        if (inSystem && !part.label().equals(Label.SYSTEM)) {
            throw Problem.of(
                            ProblemCode.INTERNAL,
                            "A value from outside would have come into the system role of `" + prompt.name() + "`.")
                    .exception();
        }
        transcript.add(part);
    }

    private String counted(String text) {
        chars += text.length();
        if (chars > MOST_CHARS) {
            throw tooMuch();
        }
        return text;
    }

    private RuntimeException tooMuch() {
        return Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The prompt `" + prompt.name() + "` comes out too long with these values.",
                        "Send less, or shorten the prompt.")
                .exception();
    }
}

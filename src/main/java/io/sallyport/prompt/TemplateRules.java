package io.sallyport.prompt;

import io.sallyport.prompt.TemplateCheck.Text;
import io.sallyport.prompt.template.Argument;
import io.sallyport.prompt.template.Node;
import io.sallyport.prompt.template.Ref;
import io.sallyport.prompt.template.Spot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rules that make a template safe to read: roles and history stand at its top level, so that which words are whose can be seen; and in
 * the system role there are only literal words, constants, and partials and conditions made of these.
 */
final class TemplateRules {
    /** The caller's own words, placed by {@code {{input}}}. */
    static final String INPUT = "input";

    private static final int DEEPEST = 8;
    private static final int MOST_INCLUDES = 1_000;
    private static final String SYSTEM = "system";
    private static final String USER = "user";

    private final Declared declared;
    private final Function<String, Optional<Piece>> partials;
    private final Text text;
    private final Deque<String> inside = new ArrayDeque<>();
    private int includes;

    /** A partial's nodes, and where they stand. */
    record Piece(List<Node> nodes, Text text) {}

    /** What holds where a node stands. */
    private record Here(String role, boolean top, boolean scoped, Text text) {
        Here inner(boolean opensScope) {
            return new Here(role, false, scoped || opensScope, text);
        }
    }

    TemplateRules(Declared declared, Function<String, Optional<Piece>> partials, Text text) {
        this.declared = declared;
        this.partials = partials;
        this.text = text;
    }

    /** The text in front of the first role is the user's. */
    void body(List<Node> nodes) {
        String role = USER;
        Optional<Spot> afterHistory = Optional.empty();
        boolean history = false;
        for (Node node : nodes) {
            if (node instanceof Node.RoleTag tag) {
                role = tag.role();
                afterHistory = Optional.empty();
            } else if (node instanceof Node.History tag) {
                if (history) {
                    text.say(tag.spot(), "The history is placed twice.", "Remove one `{{history}}`.");
                }
                history = true;
                afterHistory = Optional.of(tag.spot());
            } else if (afterHistory.isPresent() && !isBlank(node)) {
                text.say(
                        afterHistory.get(),
                        "What follows the history is in no role.",
                        "Write `{{role \"user\"}}` behind `{{history}}`.");
                afterHistory = Optional.empty();
            } else {
                node(node, new Here(role, true, false, text));
            }
        }
    }

    private static boolean isBlank(Node node) {
        return node instanceof Node.Text(String words) && words.isBlank();
    }

    private void nodes(List<Node> nodes, Here here) {
        nodes.forEach(node -> node(node, here));
    }

    private void node(Node node, Here here) {
        switch (node) {
            case Node.Text words -> {}
            case Node.RoleTag tag -> misplaced(tag.spot(), "role", here);
            case Node.History tag -> misplaced(tag.spot(), "history", here);
            case Node.Value(Ref ref, Spot spot) -> value(ref, spot, here);
            case Node.Json(Argument argument, Spot spot) -> argument(argument, spot, here);
            case Node.Media(Argument url, Spot spot) -> media(url, spot, here);
            case Node.Include(String name, Spot spot) -> include(name, spot, here);
            case Node.Block block -> block(block, here);
        }
    }

    private static void misplaced(Spot spot, String tag, Here here) {
        here.text()
                .say(
                        spot,
                        "`" + tag + "` stands within a block or a partial: whose words follow would depend on values.",
                        "Put it at the top level of the prompt.");
    }

    private void value(Ref ref, Spot spot, Here here) {
        boolean input = !here.scoped() && ref.name().filter(INPUT::equals).isPresent();
        if (input
                && !declared.names().contains(INPUT)
                && !(here.top() && here.role().equals(USER))) {
            here.text()
                    .say(
                            spot,
                            "The caller's words are placed in the user's role, at the top level.",
                            "Put `{{input}}` behind `{{role \"user\"}}`, outside blocks and partials.");
        } else {
            known(ref, spot, here);
        }
    }

    private void argument(Argument argument, Spot spot, Here here) {
        if (argument instanceof Argument.Of(Ref ref)) {
            known(ref, spot, here);
        }
    }

    private void media(Argument url, Spot spot, Here here) {
        if (!here.role().equals(USER)) {
            here.text().say(spot, "Pictures are shown by the user.", "Put `{{media}}` behind `{{role \"user\"}}`.");
        }
        argument(url, spot, here);
    }

    private void block(Node.Block block, Here here) {
        if (here.role().equals(SYSTEM) && block.kind().isScope()) {
            here.text()
                    .say(
                            block.spot(),
                            "`" + block.kind().word() + "` stands in the system role.",
                            "There, write literal words and constants, and `if` and `unless` over constants.");
            return;
        }
        block.arguments().forEach(argument -> argument(argument, block.spot(), here));
        nodes(block.body(), here.inner(block.kind().isScope()));
        nodes(block.otherwise(), here.inner(false));
    }

    private void include(String name, Spot spot, Here here) {
        if (inside.size() >= DEEPEST || ++includes > MOST_INCLUDES) {
            here.text().say(spot, "Partials include partials too often.", "Make it simpler.");
            return;
        }
        if (inside.contains(name)) {
            here.text().say(spot, "The partial `" + name + "` includes itself.", "Remove one of the two.");
            return;
        }
        Optional<Piece> piece = partials.apply(name);
        if (piece.isEmpty()) {
            here.text()
                    .say(
                            spot,
                            "There is no partial `" + name + "`.",
                            "Create `_" + name + ".prompt` in the prompt's folder, or one above.");
            return;
        }
        inside.push(name);
        nodes(
                piece.get().nodes(),
                new Here(here.role(), false, here.scoped(), piece.get().text()));
        inside.pop();
    }

    private void known(Ref ref, Spot spot, Here here) {
        Optional<String> name = ref.name();
        if (here.role().equals(SYSTEM)) {
            if (name.filter(declared.constants()::containsKey).isEmpty()) {
                here.text()
                        .say(
                                spot,
                                "In the system role this could say what a caller or a tool has said.",
                                "Move it behind `{{role \"user\"}}`, or give it one value for ever, by `const` in"
                                        + " `input.schema`.");
            }
        } else if (!here.scoped() && ref.up() == 0 && !ref.steps().isEmpty() && !ref.isLoopDatum()) {
            String root = ref.steps().getFirst();
            if (!declared.open() && !declared.names().contains(root) && !root.equals(INPUT)) {
                here.text().say(spot, "`" + root + "` is not declared.", TemplateCheck.nearest(root, declared.names()));
            }
        }
    }
}

package io.sallyport.prompt.template;

import java.util.List;

/** A piece of a template. */
public sealed interface Node {
    /** Words that stand for themselves. */
    record Text(String text) implements Node {}

    /** {@code {{path}}}: a value. */
    record Value(Ref ref, Spot spot) implements Node {}

    /** {@code {{json path}}}: a value as JSON. */
    record Json(Argument argument, Spot spot) implements Node {}

    /** {@code {{media url=…}}}: a picture. */
    record Media(Argument url, Spot spot) implements Node {}

    /** {@code {{role "…"}}}: what follows is another message. */
    record RoleTag(String role, Spot spot) implements Node {}

    /** {@code {{history}}}: the thread's earlier turns. */
    record History(Spot spot) implements Node {}

    /** {@code {{>name}}}: a piece that prompts share. */
    record Include(String name, Spot spot) implements Node {}

    /** {@code {{#kind …}}…{{else}}…{{/kind}}} */
    record Block(Kind kind, List<Argument> arguments, List<Node> body, List<Node> otherwise, Spot spot)
            implements Node {
        public Block {
            arguments = List.copyOf(arguments);
            body = List.copyOf(body);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** What a block does. */
    enum Kind {
        IF("if", 1),
        UNLESS("unless", 1),
        EACH("each", 1),
        WITH("with", 1),
        IF_EQUALS("ifEquals", 2),
        UNLESS_EQUALS("unlessEquals", 2);

        private final String word;
        private final int arguments;

        Kind(String word, int arguments) {
            this.word = word;
            this.arguments = arguments;
        }

        /** As it is written. */
        public String word() {
            return word;
        }

        int arguments() {
            return arguments;
        }

        /** Whether names mean something else inside. */
        public boolean isScope() {
            return this == EACH || this == WITH;
        }
    }
}

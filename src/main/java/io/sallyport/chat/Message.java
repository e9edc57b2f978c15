package io.sallyport.chat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One turn of a conversation.
 *
 * @param toolUses what an assistant's turn wants done; empty in other turns
 * @param answers  the {@link ToolUse#id()} that a tool's turn answers; empty in other turns
 */
public record Message(Role role, List<Part> parts, List<ToolUse> toolUses, Optional<String> answers) {
    public Message {
        parts = List.copyOf(parts);
        toolUses = List.copyOf(toolUses);
    }

    public static Message of(Role role, Part... parts) {
        return new Message(role, List.of(parts), List.of(), Optional.empty());
    }

    public static Message of(Role role, String text, Label label) {
        return of(role, new Part.Text(text, label));
    }

    /** A tool's answer to {@code use}. */
    public static Message answer(String use, String text, Label label) {
        return new Message(Role.TOOL, List.of(new Part.Text(text, label)), List.of(), Optional.of(use));
    }

    /** All its words, one part behind the other. */
    public String text() {
        return parts.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining());
    }
}

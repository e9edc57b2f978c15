package io.sallyport.prompt;

import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages as they come into being. Each part keeps whose words it holds; literal white space at a message's ends is left out. */
final class Transcript {
    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private List<Part> parts = new ArrayList<>();

    /** Whose words {@link #text} holds, which is the part behind {@link #parts}; null where there is none. */
    private @Nullable Label label;

    private Role role = Role.USER;
    private int historyAt = -1;

    void begin(Role next) {
        close();
        role = next;
    }

    void history() {
        close();
        historyAt = messages.size();
    }

    void add(Part part) {
        if (!(part instanceof Part.Text(String more, Label whose))) {
            endText();
            parts.add(part);
            return;
        }
        if (!whose.equals(label)) {
            endText();
            label = whose;
        }
        text.append(more);
    }

    private void endText() {
        if (label != null) {
            parts.add(new Part.Text(text.toString(), label));
            text.setLength(0);
            label = null;
        }
    }

    private void close() {
        endText();
        trimStart();
        trimEnd();
        if (!parts.isEmpty()) {
            messages.add(new Message(role, parts, List.of(), Optional.empty()));
        }
        parts = new ArrayList<>();
    }

    private void trimStart() {
        if (!parts.isEmpty()
                && parts.getFirst() instanceof Part.Text(String words, Label whose)
                && whose.equals(Label.SYSTEM)) {
            replace(0, words.stripLeading());
        }
    }

    private void trimEnd() {
        if (!parts.isEmpty()
                && parts.getLast() instanceof Part.Text(String words, Label whose)
                && whose.equals(Label.SYSTEM)) {
            replace(parts.size() - 1, words.stripTrailing());
        }
    }

    private void replace(int index, String words) {
        if (words.isEmpty()) {
            parts.remove(index);
        } else {
            parts.set(index, new Part.Text(words, Label.SYSTEM));
        }
    }

    /** @param behind what the caller says, where the template has not placed it; may be empty */
    Opening end(List<Part> behind) {
        close();
        int beforeInput = messages.size();
        if (!behind.isEmpty()) {
            messages.add(new Message(Role.USER, behind, List.of(), Optional.empty()));
        }
        if (historyAt < 0) {
            boolean usersLast =
                    behind.isEmpty() && beforeInput > 0 && messages.getLast().role() == Role.USER;
            historyAt = usersLast ? beforeInput - 1 : beforeInput;
        }
        return new Opening(messages, historyAt);
    }
}

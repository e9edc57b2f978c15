package io.sallyport.prompt;

import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages as they come into being. Each part keeps whose words it holds; literal white space at a message's ends is left out. */
final class Transcript {
    private final List<Message> messages = new ArrayList<>();
    private List<Part> parts = new ArrayList<>();
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
        if (part instanceof Part.Text(String text, Label label)
                && !parts.isEmpty()
                && parts.getLast() instanceof Part.Text(String before, Label same)
                && label.equals(same)) {
            parts.set(parts.size() - 1, new Part.Text(before + text, label));
        } else {
            parts.add(part);
        }
    }

    private void close() {
        trimStart();
        trimEnd();
        if (!parts.isEmpty()) {
            messages.add(new Message(role, parts, List.of(), Optional.empty()));
        }
        parts = new ArrayList<>();
    }

    private void trimStart() {
        if (!parts.isEmpty()
                && parts.getFirst() instanceof Part.Text(String text, Label label)
                && label.equals(Label.SYSTEM)) {
            replace(0, text.stripLeading());
        }
    }

    private void trimEnd() {
        if (!parts.isEmpty()
                && parts.getLast() instanceof Part.Text(String text, Label label)
                && label.equals(Label.SYSTEM)) {
            replace(parts.size() - 1, text.stripTrailing());
        }
    }

    private void replace(int index, String text) {
        if (text.isEmpty()) {
            parts.remove(index);
        } else {
            parts.set(index, new Part.Text(text, Label.SYSTEM));
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

package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.run.machine.RunEvent;
import java.util.List;

/** Roughly how many bytes something is when it is written down; counting stops where it is clear that they are many. */
final class Weight {
    /** Bytes; less is read or written in a few milliseconds. */
    static final int LARGE = 256 * 1024;

    /** Events of a journal; fewer are folded in a few milliseconds. */
    private static final int MANY = 500;

    private static final long PER_NODE = 8;

    private Weight() {}

    /** Whether these events are more than an event loop should write. */
    static boolean isLarge(List<RunEvent> events) {
        long left = LARGE;
        for (RunEvent event : events) {
            left -= said(event, left);
        }
        return left < 0;
    }

    /** Whether this part of a journal is more than an event loop should read. */
    static boolean isLong(List<JournalEvent> journal) {
        return journal.size() > MANY || bytes(journal) > LARGE;
    }

    static long bytes(List<JournalEvent> journal) {
        return journal.stream()
                .mapToLong(event -> event.data().length()
                        + (event.content() == null ? 0 : event.content().length()))
                .sum();
    }

    static long of(List<Message> messages) {
        return messages.stream().mapToLong(Weight::of).sum();
    }

    private static long said(RunEvent event, long most) {
        return switch (event) {
            case RunEvent.Started e -> of(e.opening());
            case RunEvent.Answered e -> of(e.message());
            case RunEvent.ToolProposed e -> of(e.arguments(), most);
            case RunEvent.InputRequired e -> of(e.question(), most);
            case RunEvent.ToolCompleted e -> of(e.result(), most);
            case RunEvent.ToolReconciled e -> of(e.result(), most);
            default -> 0;
        };
    }

    private static long of(Message message) {
        long parts = message.parts().stream()
                .mapToLong(part -> switch (part) {
                    case Part.Text text -> text.text().length();
                    case Part.Image image -> image.url().length();
                })
                .sum();
        return parts
                + message.toolUses().stream()
                        .mapToLong(use -> use.arguments().length())
                        .sum();
    }

    private static long of(JsonNode node, long most) {
        if (!node.isContainerNode()) {
            return PER_NODE + (node.isTextual() ? node.textValue().length() : 0);
        }
        long sum = PER_NODE;
        for (JsonNode child : node) {
            sum += of(child, most - sum);
            if (sum > most) {
                break;
            }
        }
        return sum;
    }
}

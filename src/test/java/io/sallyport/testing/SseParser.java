package io.sallyport.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Puts events together byte by byte (HTML Living Standard, section 9.2). */
final class SseParser {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();

    /** Takes the next byte; an event, when this byte completes one. */
    Optional<SseEvent> take(int next, Duration after) {
        if (next == '\r') {
            return Optional.empty();
        }
        if (next != '\n') {
            line.write(next);
            return Optional.empty();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            return complete(after);
        }
        takeLine(text);
        return Optional.empty();
    }

    private void takeLine(String text) {
        if (text.startsWith(":")) {
            comment.append(text.substring(1).strip()).append('\n');
        } else if (text.startsWith("data:")) {
            data.append(data.isEmpty() ? "" : "\n").append(text.substring(5).stripLeading());
        }
    }

    private Optional<SseEvent> complete(Duration after) {
        if (data.isEmpty() && comment.isEmpty()) {
            return Optional.empty();
        }
        SseEvent event = new SseEvent(data.toString(), comment.toString(), after);
        data.setLength(0);
        comment.setLength(0);
        return Optional.of(event);
    }
}

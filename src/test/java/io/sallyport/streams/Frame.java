package io.sallyport.streams;

import io.sallyport.testing.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame of a run's stream, as bytes came.
 *
 * @param id   its id; empty for comments
 * @param text all of it, the blank line included
 */
record Frame(String id, String text) {
    /** The whole frames at the beginning of {@code stream}. */
    static List<Frame> all(String stream) {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        for (int end = stream.indexOf("\n\n"); end >= 0; end = stream.indexOf("\n\n", from)) {
            String text = stream.substring(from, end + 2);
            frames.add(new Frame(text.startsWith("id: ") ? text.substring(4, text.indexOf('\n')) : "", text));
            from = end + 2;
        }
        return frames;
    }

    boolean durable() {
        return !id.isEmpty() && id.indexOf('.') < 0;
    }

    boolean isPiece() {
        return text.contains("\nevent: message.delta\n");
    }

    /** What a piece adds to the answer. */
    String said() {
        int from = text.indexOf("\ndata: ") + 7;
        return Json.parse(text.substring(from, text.indexOf('\n', from)))
                .path("text")
                .asText();
    }

    String event() {
        int from = text.indexOf("event: ");
        return from < 0 ? "" : text.substring(from + 7, text.indexOf('\n', from));
    }
}

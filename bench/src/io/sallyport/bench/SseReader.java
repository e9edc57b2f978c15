package io.sallyport.bench;

import io.vertx.core.buffer.Buffer;
import java.util.function.IntConsumer;

/**
 * Counts the chunks of one stream that carry text, wherever the buffers are cut. It looks for the one character that only such a chunk
 * of {@link Wire} has at its place, so that reading costs the load nearly nothing.
 */
final class SseReader {
    static final int ANY_NUMBER_OF_CHUNKS = -1;

    /** In {@link Wire#CHUNK} the text begins with {@code " p"}; nothing else on the stream has these bytes. */
    private static final byte SPACE = ' ';

    private static final byte LETTER = 'p';
    private static final byte BRACKET = '[';
    private static final byte FIRST_OF_DONE = 'D';

    private final int expected;
    private final IntConsumer arrived;
    private int chunks;
    private byte last;
    private boolean done;

    SseReader(int expected, IntConsumer arrived) {
        this.expected = expected;
        this.arrived = arrived;
    }

    void read(Buffer part) {
        for (byte now : part.getBytes()) {
            if (last == SPACE && now == LETTER) {
                arrived.accept(chunks++);
            } else if (last == BRACKET && now == FIRST_OF_DONE) {
                done = true;
            }
            last = now;
        }
    }

    /** Whether everything came, to the mark of the end. */
    boolean complete() {
        return done && (expected == ANY_NUMBER_OF_CHUNKS || chunks == expected);
    }
}

package io.sallyport.edge.openai;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The parts of an answer as they go by, up to a limit. It holds the very buffers that are sent; they are copied once, at the end. */
final class Recording {
    private final int mostBytes;
    private final List<Buffer> parts = new ArrayList<>();
    private long bytes;

    Recording(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Nothing is held any more of what is too large as a whole. */
    void add(Buffer part) {
        bytes += part.length();
        if (fits()) {
            parts.add(part);
        } else {
            parts.clear();
        }
    }

    boolean fits() {
        return bytes <= mostBytes;
    }

    /** All parts; only where they fit. */
    Buffer whole() {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        Buffer whole = Buffer.buffer((int) bytes);
        parts.forEach(whole::appendBuffer);
        parts.clear();
        return whole;
    }
}

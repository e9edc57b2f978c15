package io.sallyport.routing;

import io.sallyport.dialect.openai.ChunkScan;
import org.jspecify.annotations.Nullable;

/**
 * What the caller has of a stream, kept only as long as another candidate could go on from it: one choice, plain text, no log
 * probabilities, not inside a tool call, not too long.
 */
final class Delivered {
    private final StringBuilder text = new StringBuilder();
    private final int mostChars;
    private boolean continuable;
    private int sent;

    private Delivered(int mostChars) {
        this.mostChars = mostChars;
        this.continuable = mostChars > 0;
    }

    static Delivered upTo(int mostChars) {
        return new Delivered(mostChars);
    }

    /** For streams that nobody could continue. */
    static Delivered nothing() {
        return new Delivered(0);
    }

    void add(ChunkScan chunk) {
        if (!continuable || !chunk.hasDelta()) {
            return;
        }
        if (chunk.onlyText()) {
            add(chunk.text());
        } else {
            forget();
        }
    }

    void add(@Nullable String more) {
        if (!continuable || more == null) {
            return;
        }
        text.append(more);
        if (text.length() > mostChars) {
            forget();
        }
    }

    private void forget() {
        continuable = false;
        text.setLength(0);
        text.trimToSize();
    }

    /** Everything so far has gone out. */
    void sent() {
        sent = text.length();
    }

    /** What was held back and never went out is forgotten. */
    void rollback() {
        text.setLength(Math.min(sent, text.length()));
    }

    boolean continuable() {
        return continuable;
    }

    CharSequence text() {
        return text;
    }
}

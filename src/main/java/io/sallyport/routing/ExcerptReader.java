package io.sallyport.routing;

import io.vertx.core.buffer.Buffer;

/** Reads a body that is no answer only as far as it takes to know what it says; a provider may send any amount of it. */
abstract class ExcerptReader implements BodyReader {
    private static final int MOST_BYTES = 64 * 1024;

    private final Buffer excerpt = Buffer.buffer();

    @Override
    public final void part(Buffer part) {
        excerpt.appendBuffer(part, 0, Math.min(part.length(), MOST_BYTES - excerpt.length()));
        if (excerpt.length() >= MOST_BYTES) {
            end();
        }
    }

    @Override
    public final void end() {
        judge(excerpt);
    }

    /** The body, or as much of it as is looked at. */
    abstract void judge(Buffer body);
}

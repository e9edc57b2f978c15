package io.sallyport.routing;

import io.vertx.core.buffer.Buffer;

/** Reads the body of a provider's answer: one reader for each way in which an answer can come. */
interface BodyReader {
    void part(Buffer part);

    /** The body is complete. */
    void end();
}

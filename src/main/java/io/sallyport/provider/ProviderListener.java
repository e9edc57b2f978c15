package io.sallyport.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What an attempt reports, in order: head, any number of body parts, then ended; or failed at any point. */
public interface ProviderListener {
    /** Status and headers, whatever the status is. */
    void head(int status, MultiMap headers);

    /** A part of the body, as it came. The buffer is the listener's from now on. */
    void body(Buffer part);

    /** The body is complete. */
    void ended();

    /** The exchange broke before it was complete. */
    void failed(ProviderFault fault);
}

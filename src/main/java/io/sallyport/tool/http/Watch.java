package io.sallyport.tool.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Looks at an answer while it arrives, and may say before its end that it is enough. */
@FunctionalInterface
public interface Watch {
    /** Waits for the end. */
    Watch UNTIL_THE_END = (status, headers, part) -> false;

    /** The answer has begun. On the exchange's event loop, before all parts; never throws. */
    default void begun(int status, MultiMap headers) {}

    /** Whether nothing that may still come is wanted. On the exchange's event loop, once for each part; never throws. */
    boolean enough(int status, MultiMap headers, Buffer part);
}

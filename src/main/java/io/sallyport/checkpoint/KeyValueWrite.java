package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A write of the transactional tool {@code key_value}: it happens in the commit that records the call's result, or not at all.
 *
 * @param space the agent's, or the caller's, own keys
 * @param value JSON as exact bytes; null deletes
 */
public record KeyValueWrite(
        String space, String key, @Nullable Bytes value) {}

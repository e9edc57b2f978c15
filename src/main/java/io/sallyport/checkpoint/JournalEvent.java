package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was committed. Nobody ever takes it back.
 *
 * @param seq     from 1, without gaps
 * @param at      the database's clock
 * @param content what was said, or null where there is none or it was {@code erased}
 * @param erased  whether there was content that is gone
 */
public record JournalEvent(
        long seq,
        Instant at,
        String type,
        Bytes data,
        @Nullable Bytes content,
        boolean erased) {}

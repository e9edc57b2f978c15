package io.sallyport.routing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that may be made.
 *
 * @param at    when that was decided: whose prices and windows count
 * @param bound what it can come to
 * @param held  what is reserved for it, null where no budget applies
 */
record Allowed(Instant at, Bound bound, @Nullable Held held) {}

/**
 * The journal of durable runs and everything that one fenced statement writes: append, load, claim by lease and epoch, signals, the
 * ledger of tool calls. This package is the port, in words without a technology; {@code pg} is PostgreSQL. Whoever holds a lease is told
 * so by an epoch, and no commit of an older epoch ever succeeds.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.checkpoint;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * Durable runs of agents: {@code machine} decides, pure; {@code driver} performs, and commits each step before anybody sees it; {@code
 * recovery} finds what an owner has left behind. This package is what the edge asks: start, read, signal.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * Performs runs: claims them, does what {@code machine} says is outstanding, and commits each step before anybody sees it. Each run lives on
 * one event-loop context, where nothing of it is shared or locked, and has one mailbox: its commits leave one at a time.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.run.driver;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

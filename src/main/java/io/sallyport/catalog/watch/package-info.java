/**
 * Notices that the catalogue's files have changed and come to rest, off the event loops, and keeps the last good version.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.catalog.watch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

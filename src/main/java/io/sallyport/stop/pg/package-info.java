/** Stops in PostgreSQL: written by administrators, read by every replica at least twice a second. */
@NullMarked
@CheckReturnValue
package io.sallyport.stop.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

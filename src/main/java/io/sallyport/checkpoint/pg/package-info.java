/**
 * The journal in PostgreSQL, by the reactive client and SQL written by hand. Each write is one statement that commits by itself, so that a
 * process that freezes holds no lock; each moment is the database's. Nobody outside knows this package: {@code Checkpoints} is how it is
 * reached.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.checkpoint.pg;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

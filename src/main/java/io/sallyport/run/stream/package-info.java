/**
 * A run's events as clients see them: the same bytes wherever and whenever they are read, history and live. What is rendered here has been
 * committed; nothing in here decides.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.run.stream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

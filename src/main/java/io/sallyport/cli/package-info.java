/**
 * The verbs of the command line. {@code serve} is the default and ends in the server; the others do one thing before any of it
 * starts, need no services, and exit with 0 (fine), 1 (the thing checked is bad) or 2 (usage).
 */
@NullMarked
@CheckReturnValue
package io.sallyport.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

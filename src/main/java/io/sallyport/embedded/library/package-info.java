/**
 * The example library: documents that the embedded services serve below {@code /embedded/library} for the example agent {@code researcher} to
 * have read. They are a few that are shipped, or those of a folder of the user's own, which nobody can lead it out of. It answers this machine only, and
 * there only those who show its key, which the embedded services have made; it changes nothing and is not there in {@code prod}.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.embedded.library;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What every room needs and no room owns: coded errors, secrets, sources of time and ids.
 * Plain Java; imports nothing of ours, so that anybody may import it.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.core;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

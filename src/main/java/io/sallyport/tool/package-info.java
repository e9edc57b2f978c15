/**
 * Tools as the gateway calls them: arguments validated, guarded, at most once or with a key, outcomes told apart by what is known about
 * their effect. The package is the port for whoever runs a loop; {@code http} and {@code builtin} are the kinds of tools.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.tool;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

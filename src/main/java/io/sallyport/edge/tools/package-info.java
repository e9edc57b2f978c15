/** Tools over HTTP: what a caller may use, and calls of it for agents that run their own loop elsewhere. */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.tools;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * Tools behind HTTP. The knowledge whether anything was sent is exact; addresses are checked where the connection is made; the agent's
 * token, its own or in a user's name, is fetched here. Everything of one attempt happens on one event loop.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.tool.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

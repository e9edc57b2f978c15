/**
 * The HTTP adapter for providers that speak OpenAI's dialect.
 * One client for each event loop and set of transport settings, so that a request never changes thread.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.provider.openai;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

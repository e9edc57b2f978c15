/**
 * A model that follows a script: deterministic, in OpenAI's dialect, with tool calls, latency and faults as its script says.
 * For the first five minutes, for tests and for evals; it opens no connection and reads no file but its script.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.provider.scripted;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * Agents for clients that know models only: {@code model: "agents/<name>"} on chat completions. A request starts a run, or takes one over that an
 * earlier try of the same request has started; what the agent says is the answer. The run goes on whatever becomes of the connection.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.openai.agent;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

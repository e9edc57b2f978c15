/**
 * The OpenAI endpoints of the model path: raw Vert.x routes that move bytes between a caller and a routed call.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.openai;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

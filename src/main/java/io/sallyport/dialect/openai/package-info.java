/**
 * OpenAI's dialect on the wire: the few request fields the gateway acts on, a scan of each answer or chunk, and errors.
 * Pure codecs without I/O. Nothing is parsed into objects and rebuilt: what need not change keeps its bytes, unknown fields included.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.dialect.openai;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * The dialect-neutral words of a conversation with a model: operations, usage, capabilities.
 * Plain Java; the codecs of {@code dialect} translate to and from it.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.chat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

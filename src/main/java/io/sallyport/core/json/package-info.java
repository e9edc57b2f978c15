/**
 * Reading JSON without building anything: a pull scanner over UTF-8 bytes, and edits of byte spans it found.
 * For the model path, where most bytes go on as they came; where a tree is wanted, use Jackson.
 * Plain Java. Whatever is not RFC 8259 is refused, with the offset and what was expected there.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.core.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

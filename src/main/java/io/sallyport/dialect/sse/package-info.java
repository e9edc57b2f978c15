/**
 * Event streams (WHATWG HTML, section 9.2): bytes in, events out.
 * Pure codecs; an event that arrived whole is handed on as a slice of the caller's bytes, never copied.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.dialect.sse;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

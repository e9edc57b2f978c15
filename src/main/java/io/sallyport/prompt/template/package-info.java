/**
 * Templates as trees: the part of Handlebars (the language) that prompts may be written in, read by the library's own grammar. What is not
 * in that part is refused with its line and column, so that nothing is rendered that nobody has judged. Plain data, no I/O.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.prompt.template;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

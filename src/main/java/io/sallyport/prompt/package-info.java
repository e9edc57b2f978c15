/**
 * Prompts as versioned data: Dotprompt files (YAML front matter, Handlebars body) named by digest, and how they are rendered into messages.
 * Values from a caller or a tool never render inside the system role.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.prompt;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

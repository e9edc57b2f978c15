/**
 * The settings of the server, all under {@code sallyport.}, each with its meaning, unit and default where it is declared.
 * Everybody may read them; nobody reads a setting of ours in another way.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

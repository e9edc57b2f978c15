/** Where the process begins: {@link io.sallyport.Main} hands its arguments to the verbs of {@code cli}. */
@NullMarked
@CheckReturnValue
package io.sallyport;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

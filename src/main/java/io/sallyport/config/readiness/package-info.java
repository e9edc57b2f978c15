/**
 * What must hold before the server starts in {@code prod}: nothing missing, nothing unsafe, a database that answers. Plain functions
 * over the environment, used by the verbs before anything connects anywhere. Everything found is reported at once.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.config.readiness;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

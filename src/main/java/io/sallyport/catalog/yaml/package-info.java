/**
 * YAML files as a small tree that knows where each thing was written and has its references ({@code ${…}}) looked up.
 * It knows nothing of what the files mean; {@code catalog.load} does.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.catalog.yaml;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

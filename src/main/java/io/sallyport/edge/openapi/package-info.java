/**
 * The description of the API, served at {@code /openapi}: REST resources describe themselves, raw routes stand in {@code
 * META-INF/openapi.yaml}, and what holds for all of them is added here.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.openapi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

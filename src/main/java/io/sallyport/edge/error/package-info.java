/**
 * How a {@link io.sallyport.core.Problem} leaves the house: its HTTP status and its shape in the endpoint's dialect.
 * The only place that knows status codes; the rooms behind the edge only know codes.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.error;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

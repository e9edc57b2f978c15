/**
 * The catalogue: which providers, routes and principals there are, as immutable snapshots.
 * Loading, validating and reloading happen here; everybody else only reads {@link io.sallyport.catalog.Catalog}
 * and holds on to one snapshot from the beginning of a request to its end.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.catalog;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

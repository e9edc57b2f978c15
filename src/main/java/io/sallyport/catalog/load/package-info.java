/**
 * From files to a {@link io.sallyport.catalog.Catalog}: read, validated against the published JSON Schemas, checked across
 * files and bound by hand. Everything wrong is found in one go; nothing here watches, logs or keeps state.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.catalog.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

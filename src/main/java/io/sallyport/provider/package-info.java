/**
 * The port to a model provider, one adapter for each dialect in a sub-package named after it.
 * An adapter moves bytes and reports faults; it decides nothing about retries, fallback or breakers, which are routing's.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.provider;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What passing through the gateway costs, measured beside calling the provider directly and beside a bare pass-through.
 * {@link io.sallyport.bench.Bench} starts everything, measures in alternating rounds and writes the report. A tool of the build: nothing
 * of it is in the product, and nothing of the product is in it; it meets the gateway as a process and over HTTP only.
 */
@NullMarked
package io.sallyport.bench;

import org.jspecify.annotations.NullMarked;

/**
 * The proof by crashes: three gateways as real processes on one PostgreSQL and one Redis, an independent witness that plays their tools,
 * and faults at every commit point. {@code docs/crash-proof.md} says what is proven and how to repeat it.
 */
@NullMarked
package io.sallyport.crash;

import org.jspecify.annotations.NullMarked;

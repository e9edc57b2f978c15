/**
 * What durable runs cost, measured on the packaged gateway, a real PostgreSQL and a real Redis. {@code bench/runs.sh} starts
 * {@link io.sallyport.bench.runs.RunsBench}; no test runs it. Each {@link io.sallyport.bench.runs.Part} starts what it needs, measures in
 * rounds, and leaves the database empty.
 */
@NullMarked
package io.sallyport.bench.runs;

import org.jspecify.annotations.NullMarked;

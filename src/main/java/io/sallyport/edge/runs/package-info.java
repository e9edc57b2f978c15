/**
 * The Runs API: runs of agents started, read, followed, cancelled, answered and erased over HTTP. What may be done is decided by {@link
 * io.sallyport.run.Runs}; this package reads bodies and writes answers.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.runs;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What an orchestrator asks of this replica, and how it leaves: readiness, liveness, and the graceful stop.
 * Whoever serves requests asks {@link io.sallyport.edge.health.Draining} at the door and registers what it works on, so that
 * nothing is cut without a word.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.health;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

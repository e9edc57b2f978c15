/**
 * News between replicas over Redis's publish and subscribe: one connection that listens, for all runs that are watched here, and one that
 * tells. A Redis that is gone, slow or frozen costs promptness and nothing else: nobody waits for it and nothing is queued for it.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.run.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

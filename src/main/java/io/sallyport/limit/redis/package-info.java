/**
 * Rates in Redis: one script takes from all buckets and slots of a request or from none. A bucket is known by the moment at which it will be
 * full again, so that nothing has to be added up and nothing drifts. Each replica remembers what it has seen and who is under way on it: from
 * that it goes on by itself while Redis does not answer, and tells a Redis that has lost its memory.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.limit.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

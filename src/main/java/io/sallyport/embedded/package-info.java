/**
 * The embedded default: real PostgreSQL and Redis as child processes, kept in one data folder, for a machine with nothing but a JDK.
 * {@link io.sallyport.embedded.Embedded#start} is called before Quarkus starts and hands back the configuration to reach them.
 * The library's own process classes are not used: their shutdown hooks stop the stores while requests are still draining, and
 * they know neither passwords nor orphans; their binaries are. Nothing here runs in profile {@code prod}.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

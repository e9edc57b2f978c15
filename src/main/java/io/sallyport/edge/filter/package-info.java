/**
 * What every request passes before any endpoint sees it: it gets an id and the security headers, and it is let in or refused.
 * The filters stand in front of the server's one router, so raw routes, REST resources and the framework's own pages are behind
 * the same {@link io.sallyport.edge.filter.Door}; an endpoint cannot forget it.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.filter;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/** Bodies of requests: at raw routes taken in whole, up to a limit, and never more than that; large ones are read beside the event loop. */
@NullMarked
@CheckReturnValue
package io.sallyport.edge.body;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * The kill switch: what administrators have stopped, as this replica knows it. A stop stands in the store, with who, when and why; every
 * replica keeps all of them in memory and looks for new ones at least twice a second, so that asking costs one look into memory and no
 * store can take a stop back by being gone. Whoever lets something happen asks here first.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

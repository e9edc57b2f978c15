/**
 * The door to tools for agents that run their own loop elsewhere: one call, by a key of the caller's, through the same checks, the same ledger
 * and the same rules as a call inside a run. Before anything is sent the ledger knows; what was done is never done again by the same key; and
 * where nobody can know, that is what the caller is told. {@link io.sallyport.tool.door.DirectCalls} is the way in; the ledger is a port.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.tool.door;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * What a run is and what comes next: a pure fold of the journal into a state, and a pure function from a state to the effects that are
 * outstanding. No I/O, no clock, no framework: the same journal gives the same state for ever, on any replica.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.run.machine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

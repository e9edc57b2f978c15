/**
 * All that can happen to a run, tried: two owners, one store, a witness of effects, and every order of what they do, with a crash, a
 * freeze, lost answers and people in between. The machine and the store's rules are the real ones; the owners are models of the driver's
 * protocol, one atom for each thing that others can see. A state that breaks a rule is shown with the shortest way to it.
 */
@NullMarked
package io.sallyport.run.explorer;

import org.jspecify.annotations.NullMarked;

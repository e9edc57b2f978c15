/**
 * The door of a whole running server, tried with every credential that must not open it: against real stores and an issuer of our
 * own that can rotate its keys and go away.
 */
@NullMarked
package io.sallyport.door;

import org.jspecify.annotations.NullMarked;

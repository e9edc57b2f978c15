/**
 * Who is calling, and what they may do.
 * A verified credential becomes an {@link io.sallyport.identity.AgentIdentity}; the catalogue says what it is permitted.
 * Nothing here falls back to another identity: what cannot be verified is refused.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

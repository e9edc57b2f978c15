/**
 * API keys: their form, the embedded one, and the one verifier for both kinds.
 * A key is random, so that its digest is enough to know it by; the key itself is kept nowhere.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.identity.key;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

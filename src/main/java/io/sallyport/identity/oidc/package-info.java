/**
 * OIDC access tokens, verified by the framework's OIDC client: one tenant for the issuer that is configured, one for the embedded issuer.
 * Which of them is asked is chosen by the token's own, unverified word; what it says is believed only when that tenant has verified it.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.identity.oidc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/**
 * The embedded OIDC issuer: client credentials (RFC 6749 section 4.4), token exchange (RFC 8693), discovery and key set, for a first run
 * without an identity provider. Its routes exist only where the embedded services run. Every client's secret is the embedded API key, whose holder may do
 * everything anyway; so a token may carry whatever client, subject and roles its holder asks for.
 */
@NullMarked
@CheckReturnValue
package io.sallyport.embedded.issuer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

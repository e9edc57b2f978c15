package io.sallyport.tool.http;

import io.sallyport.core.Secret;
import io.sallyport.identity.UserToken;
import java.util.Optional;

/**
 * What is asked of the issuer: a token by client credentials (RFC 6749 section 4.4), or by exchange of a user's (RFC 8693).
 *
 * @param audience the tool that it is for
 * @param user     in whose name
 */
record TokenOrder(String client, Secret<String> secret, Optional<String> audience, Optional<UserToken> user) {
    TokenOrder(String client, Secret<String> secret, Optional<String> audience) {
        this(client, secret, audience, Optional.empty());
    }
}

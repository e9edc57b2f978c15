package io.sallyport.tool.http;

import io.sallyport.core.Secret;
import java.util.Optional;

/**
 * What is asked of the issuer: a token by client credentials (RFC 6749 section 4.4).
 *
 * @param audience the tool that it is for
 */
record TokenOrder(String client, Secret<String> secret, Optional<String> audience) {}

package io.sallyport.tool.http;

import io.sallyport.identity.UserToken;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What an issuer's token endpoint is asked, as a form. */
final class TokenRequests {
    /** RFC 8693 section 2.1. */
    static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /** RFC 8693 section 3. */
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private TokenRequests() {}

    /** The client proves itself by HTTP Basic (RFC 6749 section 2.3.1), which every issuer has to understand. */
    static Outgoing of(URI endpoint, TokenOrder order) {
        String credentials =
                encoded(order.client()) + ":" + encoded(order.secret().reveal());
        String grant = order.user().map(TokenRequests::exchange).orElse("grant_type=client_credentials");
        String form = grant
                + order.audience()
                        .map(audience -> "&audience=" + encoded(audience))
                        .orElse("");
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded")
                .set(HttpHeaders.ACCEPT, "application/json")
                .set(
                        HttpHeaders.AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        return new Outgoing(HttpMethod.POST, endpoint, headers, Buffer.buffer(form));
    }

    private static String exchange(UserToken user) {
        return "grant_type=" + encoded(EXCHANGE)
                + "&subject_token=" + encoded(user.value().reveal())
                + "&subject_token_type=" + encoded(ACCESS_TOKEN)
                + "&requested_token_type=" + encoded(ACCESS_TOKEN);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

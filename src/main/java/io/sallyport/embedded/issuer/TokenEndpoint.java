package io.sallyport.embedded.issuer;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Gives short access tokens for the embedded API key, and for a person's token one in their name for a tool. Forms are bounded by the server's own limits for form attributes. */
final class TokenEndpoint implements Handler<RoutingContext> {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ClientAuthentication authentication;
    private final TokenExchange exchange;
    private final TokenSigner signer;

    TokenEndpoint(ClientAuthentication authentication, TokenExchange exchange, TokenSigner signer) {
        this.authentication = authentication;
        this.exchange = exchange;
        this.signer = signer;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isForm(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(request, TokenRefused.request("invalid_request", "The body must be " + FORM + "."));
            return;
        }
        var _ = request.setExpectMultipart(true);
        var _ = request.exceptionHandler(malformed ->
                refuse(request, TokenRefused.request("invalid_request", "The form cannot be read, or is too large.")));
        var _ = request.endHandler(end -> answer(request));
        var _ = request.resume();
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    private void answer(HttpServerRequest request) {
        try {
            send(request, 200, token(request));
        } catch (TokenRefused refused) {
            refuse(request, refused);
        }
    }

    private JsonObject token(HttpServerRequest request) {
        TokenForm form = new TokenForm(request.formAttributes());
        String client = authentication.client(request.getHeader(HttpHeaders.AUTHORIZATION), form);
        String grant = form.required("grant_type");
        TokenRequest wanted = wanted(grant, client, form);
        JsonObject answer = new JsonObject()
                .put("access_token", signer.sign(wanted))
                .put("token_type", "Bearer")
                .put("expires_in", wanted.lifetime().toSeconds());
        if (grant.equals(TokenExchange.GRANT)) {
            var _ = answer.put("issued_token_type", TokenExchange.ACCESS_TOKEN);
        }
        return wanted.scope().isEmpty() ? answer : answer.put("scope", wanted.scope());
    }

    private TokenRequest wanted(String grant, String client, TokenForm form) {
        return switch (grant) {
            case TokenRequest.GRANT -> TokenRequest.of(client, form);
            case TokenExchange.GRANT -> exchange.of(client, form);
            default ->
                throw TokenRefused.request(
                        "unsupported_grant_type",
                        "This issuer knows grant_type=" + TokenRequest.GRANT + " and " + TokenExchange.GRANT + ".");
        };
    }

    private static void refuse(HttpServerRequest request, TokenRefused refused) {
        if (refused.status() == 401) {
            var _ = request.response().putHeader("WWW-Authenticate", "Basic realm=\"sallyport\"");
        }
        JsonObject body = new JsonObject().put("error", refused.error()).put("error_description", refused.getMessage());
        send(request, refused.status(), body);
    }

    private static void send(HttpServerRequest request, int status, JsonObject body) {
        if (request.response().ended()) {
            return;
        }
        var _ = EmbeddedIssuer.json(request.response())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Pragma", "no-cache")
                .setStatusCode(status)
                .end(body.toBuffer());
    }
}

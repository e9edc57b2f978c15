package io.sallyport.embedded.issuer;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Exchanges the embedded API key for a short access token. Forms are bounded by the server's own limits for form attributes. */
final class TokenEndpoint implements Handler<RoutingContext> {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ClientAuthentication authentication;
    private final TokenSigner signer;

    TokenEndpoint(ClientAuthentication authentication, TokenSigner signer) {
        this.authentication = authentication;
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
        TokenRequest wanted = TokenRequest.of(client, form);
        JsonObject answer = new JsonObject()
                .put("access_token", signer.sign(wanted))
                .put("token_type", "Bearer")
                .put("expires_in", TokenSigner.LIFETIME.toSeconds());
        return wanted.scope().isEmpty() ? answer : answer.put("scope", wanted.scope());
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

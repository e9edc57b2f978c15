package io.sallyport.tool.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import io.sallyport.identity.UserToken;
import io.sallyport.tool.http.Exchanged.Answer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads a token endpoint's answer. What was exchanged is looked at before it is believed: a token in somebody else's name, for more than the
 * tool, or the user's own given back would be the one thing that must never reach a tool.
 */
final class TokenAnswers {
    private static final int RATE_LIMITED = 429;
    private static final int USUAL_SECONDS = 60;

    private TokenAnswers() {}

    /** @throws TokenUnavailable where there is none, or none that may be used */
    static AgentToken token(Answer answer, TokenOrder order) {
        JsonNode json = Json.parse(answer.body().getBytes()).orElseGet(Json::object);
        if (answer.status() / 100 == 4 && answer.status() != RATE_LIMITED) {
            throw refused(
                    order,
                    "the issuer gives the client `" + order.client() + "` no token: status " + answer.status() + " "
                            + json.path("error").asText(""));
        }
        String value = json.path("access_token").asText("");
        long seconds = json.path("expires_in").asLong(USUAL_SECONDS);
        if (answer.status() != 200 || value.isEmpty()) {
            throw TokenUnavailable.silent("the issuer answered with status " + answer.status() + " and no token");
        }
        if (seconds <= 0) {
            throw TokenUnavailable.silent("the issuer gave a token that has expired already");
        }
        order.user().ifPresent(user -> mustBeNarrow(json, value, order, user));
        return new AgentToken(value, Duration.ofSeconds(seconds));
    }

    private static TokenUnavailable refused(TokenOrder order, String why) {
        return order.user().isPresent() ? TokenUnavailable.refusedForUser(why) : TokenUnavailable.refused(why);
    }

    private static void mustBeNarrow(JsonNode json, String value, TokenOrder order, UserToken user) {
        String type = json.path("issued_token_type").asText("");
        if (!type.equals(TokenRequests.ACCESS_TOKEN)) {
            throw unusable("was issued as `" + type + "` and not as an access token");
        }
        if (!json.path("token_type").asText("").equalsIgnoreCase("Bearer")) {
            throw unusable("is no bearer token");
        }
        if (value.equals(user.value().reveal())) {
            throw unusable("is the user's own");
        }
        claims(value).ifPresent(claims -> mustFit(claims, order, user));
    }

    /** The payload of a JWT; empty where the token is opaque, which only the issuer and the tool can read. */
    private static Optional<JsonNode> claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Json.parse(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IllegalArgumentException opaque) {
            return Optional.empty();
        }
    }

    private static void mustFit(JsonNode claims, TokenOrder order, UserToken user) {
        if (!claims.path("sub").asText().equals(user.subject())) {
            throw unusable("is in somebody else's name");
        }
        String client = claims.path("azp").asText(claims.path("client_id").asText(order.client()));
        if (!client.equals(order.client())) {
            throw unusable("was issued to the client `" + client + "`");
        }
        List<String> audience = audience(claims.path("aud"));
        if (!audience.equals(order.audience().stream().toList())) {
            throw unusable(
                    "is for " + audience + ", and not for " + order.audience().orElse("") + " alone");
        }
    }

    private static List<String> audience(JsonNode aud) {
        return aud.isArray()
                ? aud.valueStream().map(JsonNode::asText).distinct().toList()
                : List.of(aud.asText());
    }

    private static TokenUnavailable unusable(String why) {
        return TokenUnavailable.refusedForUser("the token that the issuer gave in the user's name " + why);
    }
}

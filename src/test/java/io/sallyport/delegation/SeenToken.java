package io.sallyport.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.Json;
import io.sallyport.testing.tool.ReceivedCall;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whose token a tool was shown: {@code azp/sub/aud}, or {@code none}. */
final class SeenToken {
    private SeenToken() {}

    static String of(ReceivedCall call) {
        String header = call.header("authorization");
        if (header.isEmpty()) {
            return "none";
        }
        JsonNode claims = claims(header.substring("Bearer ".length()));
        JsonNode aud = claims.path("aud");
        return claims.path("azp").asText() + "/" + claims.path("sub").asText() + "/"
                + (aud.isArray() && aud.size() == 1
                        ? aud.get(0).asText()
                        : aud.isArray() ? aud.toString() : aud.asText());
    }

    static JsonNode claims(String token) {
        return Json.parse(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }
}

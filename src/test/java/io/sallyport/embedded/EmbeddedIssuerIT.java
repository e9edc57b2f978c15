package io.sallyport.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Json;
import io.sallyport.testing.SharedGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The issuer that comes with the embedded services, as an OAuth client meets it. */
@ExtendWith(SharedGateway.class)
class EmbeddedIssuerIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String FORM = "application/x-www-form-urlencoded";

    private final GatewayProcess gateway;

    EmbeddedIssuerIT(GatewayProcess gateway) {
        this.gateway = gateway;
    }

    @BeforeEach
    void catalogue() {
        gateway.writeCatalogFile("principals.yaml", """
                principals:
                  - { client: web-chat, may: [ "route:issuer-*" ] }
                  - { role: operator, may: [ "admin" ] }
                """);
        gateway.writeCatalog("""
                providers:
                  scripted: { dialect: scripted, models: { tour: {} } }
                routes:
                  issuer-it: { candidates: [ { model: scripted/tour } ] }
                """);
    }

    @Test
    void it_is_discovered_by_its_well_known_document() {
        JsonNode found = Json.parse(
                get("/embedded/issuer/.well-known/openid-configuration").body());

        assertThat(found.get("issuer").asText()).endsWith("/embedded/issuer");
        assertThat(Json.parse(get(URI.create(found.get("jwks_uri").asText()).getPath())
                                .body())
                        .get("keys"))
                .isNotEmpty();
    }

    @Test
    void a_client_s_token_opens_what_the_client_may_and_nothing_else() {
        String token = token("client_id=web-chat&client_secret=" + gateway.apiKey());

        assertThat(gateway.client().withKey(token).chat("issuer-it").send().status())
                .isEqualTo(200);
        assertThat(gateway.client().withKey(token).get("/v1/admin/providers").status())
                .isEqualTo(403);
    }

    @Test
    void a_role_in_the_token_counts_like_a_principal() {
        String token = token("client_id=desk&roles=operator&scope=a&client_secret=" + gateway.apiKey());

        assertThat(gateway.client().withKey(token).get("/v1/admin/providers").status())
                .isEqualTo(200);
    }

    @Test
    void a_client_that_no_principal_names_is_unknown() {
        String token = token("client_id=stranger&client_secret=" + gateway.apiKey());

        assertThat(gateway.client().withKey(token).chat("issuer-it").send().status())
                .isEqualTo(401);
    }

    @Test
    void a_token_for_another_audience_is_refused() {
        String token = token("client_id=web-chat&audience=elsewhere&client_secret=" + gateway.apiKey());

        assertThat(gateway.client().withKey(token).chat("issuer-it").send().status())
                .isEqualTo(401);
    }

    @Test
    void the_secret_may_come_as_basic_credentials() {
        String basic =
                Base64.getEncoder().encodeToString(("web-chat:" + gateway.apiKey()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = tokenRequest(FORM, "grant_type=client_credentials")
                .header("Authorization", "Basic " + basic)
                .build();

        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_wrong_is_said_in_the_words_of_oauth() {
        assertThat(error(FORM, "grant_type=client_credentials&client_id=web-chat&client_secret=wrong"))
                .isEqualTo("invalid_client");
        assertThat(error(FORM, "grant_type=password&client_id=web-chat&client_secret=" + gateway.apiKey()))
                .isEqualTo("unsupported_grant_type");
        assertThat(error(FORM, "client_id=web-chat&client_secret=" + gateway.apiKey()))
                .isEqualTo("invalid_request");
        assertThat(error("application/json", "{}")).isEqualTo("invalid_request");
    }

    private String error(String contentType, String body) {
        return Json.parse(send(tokenRequest(contentType, body).build()).body())
                .get("error")
                .asText();
    }

    private String token(String form) {
        HttpResponse<String> answer =
                send(tokenRequest(FORM, "grant_type=client_credentials&" + form).build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body()).get("access_token").asText();
    }

    private HttpRequest.Builder tokenRequest(String contentType, String body) {
        return HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/embedded/issuer/token"))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(gateway.baseUrl() + path)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

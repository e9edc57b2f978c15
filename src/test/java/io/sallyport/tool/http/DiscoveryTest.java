package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Ending;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
    @ParameterizedTest
    @CsvSource({
        "https://login.example/realm, https://tokens.example/token",
        "https://login.example/realm, http://127.0.0.1:8080/token",
        "https://login.example/realm, http://[::1]:8080/token",
        "https://login.example/realm, http://localhost/token",
        "http://keycloak:8080/realm, http://keycloak:8080/token",
        "http://keycloak:8080/realm, https://keycloak/token"
    })
    void the_endpoint_is_where_the_document_says(String issuer, String endpoint) {
        assertThat(Discovery.tokenEndpoint(URI.create(issuer), naming(endpoint)))
                .isEqualTo(URI.create(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example/token",
                "HTTP://login.example/token",
                "http://10.0.0.1/token",
                "http://localhost.evil.example/token",
                "http://127.0.0.1.evil.example/token",
                "http://127.0.0.1@evil.example/token"
            })
    void an_issuer_behind_tls_sends_no_secret_into_the_clear(String endpoint) {
        assertThatThrownBy(() -> Discovery.tokenEndpoint(URI.create("https://login.example"), naming(endpoint)))
                .isInstanceOf(TokenUnavailable.class);
    }

    @Test
    void a_document_that_names_nothing_usable_is_an_issuer_that_does_not_answer() {
        for (String endpoint : new String[] {"", "ftp://x/y", "https://h/{x}"}) {
            assertThatThrownBy(() -> Discovery.tokenEndpoint(URI.create("http://h"), naming(endpoint)))
                    .isInstanceOf(TokenUnavailable.class)
                    .hasMessageContaining("names no token endpoint");
        }
    }

    private static Answer naming(String endpoint) {
        return new Answer(
                200, HttpHeaders.headers(), Buffer.buffer("{\"token_endpoint\":\"" + endpoint + "\"}"), Ending.WHOLE);
    }
}

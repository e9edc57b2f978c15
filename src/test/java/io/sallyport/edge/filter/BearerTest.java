package io.sallyport.edge.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.ProblemException;
import io.sallyport.testing.RawConnection;
import io.sallyport.testing.TestingServer;
import io.vertx.ext.web.RoutingContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTest {
    private static TestingServer server;

    @BeforeAll
    static void start() {
        server = TestingServer.with(router -> router.route().handler(BearerTest::tell));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void tell(RoutingContext context) {
        try {
            var _ = context.end("<" + Bearer.of(context) + ">");
        } catch (ProblemException refused) {
            var _ = context.end(refused.problem().code().code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sp_key", "bearer sp_key", "BEARER   sp_key "})
    void the_scheme_is_read_in_any_case_and_blanks_around_the_credential_do_not_count(String value) {
        assertThat(said("/v1/models", "Authorization: " + value)).isEqualTo("<sp_key>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic c3BfOmtleQ==", "sp_key", "Bearer", "Bearer ", "Bearer two words", "Bearer a, Bearer b"})
    void whatever_else_stands_there_is_refused(String value) {
        assertThat(said("/v1/models", "Authorization: " + value)).isEqualTo("invalid_credentials");
    }

    @Test
    void two_credentials_are_one_too_many_even_where_both_are_good() {
        assertThat(said("/v1/models", "Authorization: Bearer a", "Authorization: Bearer a"))
                .isEqualTo("invalid_credentials");
    }

    @Test
    void what_is_longer_than_any_token_is_not_looked_at() {
        assertThat(said("/v1/models", "Authorization: Bearer " + "x".repeat(16_384)))
                .startsWith("<x");
        assertThat(said("/v1/models", "Authorization: Bearer " + "x".repeat(16_385)))
                .isEqualTo("invalid_credentials");
    }

    @Test
    void without_a_header_there_is_no_credential_and_the_query_is_no_place_for_one() {
        assertThat(said("/v1/models?access_token=sp_key")).isEqualTo("missing_credentials");
    }

    @Test
    void anthropics_own_header_counts_on_anthropics_own_endpoint_only() {
        assertThat(said("/v1/messages", "x-api-key: sp_key")).isEqualTo("<sp_key>");
        assertThat(said("/v1/messages/count_tokens", "x-api-key: sp_key")).isEqualTo("<sp_key>");
        assertThat(said("/v1/messages", "x-api-key: two words")).isEqualTo("invalid_credentials");
        assertThat(said("/v1/messages")).isEqualTo("missing_credentials");
        assertThat(said("/v1/models", "x-api-key: sp_key")).isEqualTo("missing_credentials");
        assertThat(said("/v1/messages-of-others", "x-api-key: sp_key")).isEqualTo("missing_credentials");
    }

    @Test
    void where_both_headers_are_sent_the_standard_one_counts() {
        assertThat(said("/v1/messages", "x-api-key: sp_other", "Authorization: Bearer sp_key"))
                .isEqualTo("<sp_key>");
    }

    private static String said(String path, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        try (RawConnection connection = server.client().raw()) {
            String answer = connection
                    .send("GET " + path + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n" + lines + "\r\n")
                    .readAll();
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}

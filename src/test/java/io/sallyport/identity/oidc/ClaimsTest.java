package io.sallyport.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.oidc.TrustedIssuers.Issuer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
    @Test
    void the_client_is_azp_else_client_id() {
        assertThat(identity("{\"azp\":\"a\",\"client_id\":\"b\"}").client()).isEqualTo("a");
        assertThat(identity("{\"client_id\":\"b\"}").client()).isEqualTo("b");
        assertThatThrownBy(() -> identity("{\"sub\":\"x\"}")).hasMessageContaining("names no client");
    }

    @Test
    void the_roles_are_the_realms_else_those_of_the_token() {
        assertThat(identity("{\"azp\":\"a\",\"realm_access\":{\"roles\":[\"x\"]},\"roles\":[\"y\"]}")
                        .roles())
                .containsExactly("x");
        assertThat(identity("{\"azp\":\"a\",\"roles\":[\"y\",7]}").roles()).containsExactly("y");
        assertThat(identity("{\"azp\":\"a\",\"roles\":\"y\"}").roles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"azp\":\"a\",\"sub\":\"u\",\"sid\":\"s\"}",
                "{\"azp\":\"a\",\"sub\":\"u\",\"preferred_username\":\"ada\"}",
                "{\"azp\":\"a\",\"sub\":\"u\",\"auth_time\":1}"
            })
    void who_has_logged_in_is_a_person(String payload) {
        assertThat(identity(payload).person()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"azp\":\"a\",\"sub\":\"a\",\"sid\":\"s\"}",
                "{\"azp\":\"a\",\"sid\":\"s\"}",
                "{\"azp\":\"a\",\"sub\":\"u\"}",
                "{\"azp\":\"a\",\"sub\":\"u\",\"sid\":\"s\",\"preferred_username\":\"service-account-a\"}",
                "{\"azp\":\"a\",\"sub\":\"u\",\"sid\":\"s\",\"gty\":\"client-credentials\"}",
                "{\"azp\":\"a\",\"sub\":\"u\",\"sid\":\"s\",\"idtyp\":\"app\"}",
                "{\"azp\":\"a\",\"sub\":\"a@clients\",\"sid\":\"s\"}"
            })
    void who_came_by_client_credentials_or_in_doubt_is_no_person(String payload) {
        assertThat(identity(payload).person()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "a.b", "a.b.c.d.e", "a.!!.c", "a.bm90IGpzb24.c", "a.W10.c"})
    void what_is_no_signed_jwt_is_refused_before_anybody_is_asked(String token) {
        assertThatThrownBy(() -> Claims.of(token)).hasMessageContaining("invalid_credentials");
    }

    @Test
    void an_expiry_beyond_all_measure_does_no_harm() {
        assertThat(claims("{\"azp\":\"a\",\"exp\":9223372036854775807}")
                        .verified(Issuer.EXTERNAL)
                        .expiresAt()
                        .toEpochMilli())
                .isPositive();
    }

    private static AgentIdentity identity(String payload) {
        return claims(payload).verified(Issuer.EXTERNAL).identity();
    }

    private static Claims claims(String payload) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        return Claims.of("e30." + encoded + ".sig");
    }
}

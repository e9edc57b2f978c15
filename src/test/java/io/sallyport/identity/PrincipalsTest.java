package io.sallyport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.PrincipalSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalsTest {
    private final TestingCatalog catalog = new TestingCatalog();

    @Test
    void who_is_in_no_entry_is_unknown() {
        catalog.client("somebody", "route:*");
        assertThatThrownBy(() -> admit(token("nobody", false)))
                .hasMessageContaining("unknown_principal")
                .hasMessageContaining("nobody");
    }

    @Test
    void what_no_entry_grants_is_denied() {
        catalog.client("web", "route:chat-*");
        Permissions may = admit(token("web", false)).may();
        assertThat(may.allows("route:chat-default")).isTrue();
        assertThat(may.allows("route:embed")).isFalse();
        assertThat(may.allows("agent:chat-default")).isFalse();
        assertThat(may.allows("admin")).isFalse();
    }

    @Test
    void a_client_and_its_roles_add_up() {
        catalog.client("web", "route:a").role("operator", "admin").role("other", "route:b");
        Permissions may = admit(token("web", true, "operator")).may();
        assertThat(may.allows("route:a")).isTrue();
        assertThat(may.allows("admin")).isTrue();
        assertThat(may.allows("route:b")).isFalse();
    }

    @Test
    void the_clients_own_entry_decides_the_tenant() {
        catalog.with(new PrincipalSpec(Optional.empty(), Optional.of("operator"), "theirs", List.of("admin")))
                .with(new PrincipalSpec(Optional.of("web"), Optional.empty(), "ours", List.of("route:a")));
        assertThat(admit(token("web", true, "operator")).identity().tenant()).isEqualTo("ours");
        assertThat(admit(token("other", true, "operator")).identity().tenant()).isEqualTo("theirs");
    }

    @Test
    void only_persons_approve_whatever_is_granted() {
        catalog.client("web", "approve:*");
        assertThat(admit(token("web", false)).may().allows("approve:create_order"))
                .isFalse();
        assertThat(admit(token("web", true)).may().allows("approve:create_order"))
                .isTrue();
    }

    @Test
    void a_narrowed_key_may_only_what_both_its_scopes_and_its_principal_may() {
        catalog.client("batch", "route:chat-*", "admin");
        Verified narrowed = new Verified(
                new AgentIdentity("batch", null, Set.of(), false, "default", "key_1"),
                Instant.MAX,
                Optional.of(List.of("route:*")));
        Permissions may = admit(narrowed).may();
        assertThat(may.allows("route:chat-default")).isTrue();
        assertThat(may.allows("route:embed")).isFalse();
        assertThat(may.allows("admin")).isFalse();
    }

    @Test
    void the_embedded_key_may_everything_until_an_entry_narrows_it() {
        assertThat(admit(DemoPrincipal.verified()).may().allows("approve:x")).isTrue();
        assertThat(admit(DemoPrincipal.verified()).may().allows("admin")).isTrue();
        catalog.client("demo", "route:a");
        assertThat(admit(DemoPrincipal.verified()).may().allows("route:a")).isTrue();
        assertThat(admit(DemoPrincipal.verified()).may().allows("admin")).isFalse();
    }

    @Test
    void a_token_whose_client_calls_itself_demo_is_nobody_special() {
        assertThatThrownBy(() -> admit(token("demo", true))).hasMessageContaining("unknown_principal");
    }

    @Test
    void the_decisions_remembered_are_bounded_and_stay_right() {
        catalog.client("web", "route:chat-*");
        Permissions may = admit(token("web", false)).may();
        for (int i = 0; i < 10_000; i++) {
            assertThat(may.allows("route:chat-" + i)).isTrue();
            assertThat(may.allows("route:other-" + i)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "route:*,          route:chat,        true",
        "route:*,          route:,            true",
        "route:chat-*,     route:chat-fast,   true",
        "route:chat-*,     route:chat,        false",
        "route:*-fast,     route:chat-fast,   true",
        "route:a*b*c,      route:aXbYc,       true",
        "route:a*b*c,      route:acb,         false",
        "route:ab*ba,      route:aba,         false",
        "admin,            admin,             true",
        "admin,            administrator,     false",
        "adm*,             admin,             false",
        "*,                admin,             false",
        "*,                route:a,           false",
        "*:a,              route:a,           false",
        "route:a,          route:A,           false",
    })
    void globs_stand_for_names_and_never_for_kinds(String pattern, String permission, boolean matches) {
        assertThat(Glob.of(pattern).matches(permission)).isEqualTo(matches);
    }

    private Caller admit(Verified verified) {
        return Principals.admit(verified, catalog.current());
    }

    private static Verified token(String client, boolean person, String... roles) {
        return new Verified(
                new AgentIdentity(client, "sub", Set.of(roles), person, "default", null),
                Instant.MAX,
                Optional.empty());
    }
}

package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.core.json.Json;
import io.sallyport.testing.tool.Faults;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ToolOutcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code fetch_url} does with addresses that a stranger may have written: asked for, and as the target of a redirect. */
class HostileUrlsTest {
    private static final MisbehavingTool SERVER = MisbehavingTool.start();
    private static final TestingCalls CALLS = new TestingCalls()
            .name("docs.test", "127.0.0.1")
            .name("attacker.test", "127.0.0.1")
            .name("metadata.google.internal", "169.254.169.254");

    static Stream<HostileUrls> table() {
        return HostileUrls.all(SERVER.port()).stream();
    }

    @AfterAll
    static void stop() {
        CALLS.close();
        SERVER.close();
    }

    @BeforeEach
    void decent() {
        SERVER.reset();
    }

    private static ToolSpec pages(String... more) {
        String[] hosts = Stream.concat(
                        Stream.of("docs.test", "docs.test:8443", "127.0.0.1:" + SERVER.port()), Stream.of(more))
                .toArray(String[]::new);
        return TestingTool.named("fetch_url")
                .is(Effect.NONE, Idempotency.NONE)
                .timeout(Duration.ofSeconds(10))
                .fetch(hosts)
                .spec();
    }

    private static JsonNode refusal(ToolSpec tool, String url) {
        ToolOutcome outcome = CALLS.call(tool, Json.object().put("url", url).toString());
        assertThat(outcome).as(url).isInstanceOf(ToolOutcome.NotApplied.class);
        return ((ToolOutcome.NotApplied) outcome).error().json().path("error");
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_hostile_address_is_refused_with_its_reason_and_nobody_is_connected_to(HostileUrls hostile) {
        JsonNode error = refusal(pages(), hostile.url());

        assertThat(error.path("code").asText()).isEqualTo("egress_refused");
        assertThat(error.at("/detail/reason").asText()).isEqualTo(hostile.reason());
        assertThat(error.path("path").asText()).isEqualTo("/url");
        assertThat(error.path("retryable").asBoolean(true)).isFalse();
        assertThat(SERVER.connections()).isZero();
    }

    /** A header cannot hold line breaks, and loses blanks at its ends: those rows are no redirects. */
    static Stream<HostileUrls> redirects() {
        return table().filter(row -> row.url().equals(row.url().strip())
                && row.url().chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0 || c == 0x7f));
    }

    @ParameterizedTest
    @MethodSource("redirects")
    void a_page_that_leads_to_a_hostile_address_leads_nowhere(HostileUrls hostile) {
        SERVER.always(Faults.redirect(302, hostile.url()));

        JsonNode error = refusal(pages(), SERVER.url("/start"));

        assertThat(error.path("code").asText()).isIn("egress_refused");
        assertThat(error.at("/detail/redirects").asInt()).isBetween(1, PageCall.MOST_REDIRECTS + 1);
        assertThat(SERVER.calls()).allMatch(call -> call.header("host").equals("127.0.0.1:" + SERVER.port()));
        if (hostile.url().matches("https?://.*")) {
            assertThat(error.at("/detail/reason").asText()).isEqualTo(hostile.reason());
            assertThat(SERVER.calls()).hasSize(1);
        }
    }

    @Test
    void the_table_has_each_reason_of_an_address_and_is_long_enough() {
        List<HostileUrls> table = table().toList();
        assertThat(table).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
        assertThat(table.stream().map(HostileUrls::reason).collect(Collectors.toSet()))
                .containsAll(Stream.of(EgressReason.values())
                        .filter(reason -> reason != EgressReason.DOWNGRADE
                                && reason != EgressReason.TOO_MANY
                                && reason != EgressReason.TOO_LONG)
                        .map(EgressReason::word)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, private_address",
        "127.0.0.1, private_address",
        "::1, private_address",
        "::ffff:127.0.0.1, private_address",
        "64:ff9b::7f00:1, private_address",
        "2002:7f00:1::, private_address",
        "169.254.169.254, metadata_address",
        "::ffff:169.254.169.254, metadata_address",
        "fd00:ec2::254, metadata_address",
        "168.63.129.16, metadata_address"
    })
    void a_listed_name_that_leads_to_no_public_address_is_refused(String address, String reason) {
        try (TestingCalls calls = new TestingCalls().name("docs.test", address)) {
            ToolOutcome outcome = calls.call(
                    pages("docs.test:" + SERVER.port()), "{\"url\": \"http://docs.test:" + SERVER.port() + "/\"}");

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ToolOutcome.NotApplied.class,
                            refused -> assertThat(refused.error()
                                            .json()
                                            .at("/error/detail/reason")
                                            .asText())
                                    .isEqualTo(reason));
            assertThat(SERVER.connections()).isZero();
        }
    }

    @Test
    void a_redirect_from_a_listed_literal_to_another_listed_literal_is_refused() {
        try (MisbehavingTool other = MisbehavingTool.start()) {
            SERVER.always(Faults.redirect(302, other.url("/secret")));

            JsonNode error = refusal(pages("127.0.0.1:" + other.port()), SERVER.url("/start"));

            assertThat(error.at("/detail/reason").asText()).isEqualTo("private_address");
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void redirects_are_followed_so_often_and_no_further() {
        SERVER.next(
                Faults.redirect(301, "/one"),
                Faults.redirect(302, "two?x=1"),
                Faults.redirect(303, SERVER.url("/three#there")),
                Faults.redirect(307, "//127.0.0.1:" + SERVER.port() + "/four"),
                Faults.redirect(308, "?five"),
                Faults.text("arrived"));

        ToolOutcome outcome = CALLS.call(pages(), "{\"url\": \"" + SERVER.url("/start#here") + "\"}");

        assertThat(outcome).isInstanceOfSatisfying(ToolOutcome.Succeeded.class, done -> {
            assertThat(done.result().path("text").asText()).isEqualTo("arrived");
            assertThat(done.result().path("url").asText()).isEqualTo(SERVER.url("/four?five"));
        });
        assertThat(SERVER.calls().stream().map(call -> call.target()))
                .containsExactly("/start", "/one", "/two?x=1", "/three", "/four", "/four?five");

        SERVER.reset();
        SERVER.always(Faults.redirect(302, "/again"));
        assertThat(refusal(pages(), SERVER.url("/start")).at("/detail/reason").asText())
                .isEqualTo("too_many_redirects");
        assertThat(SERVER.calls()).hasSize(PageCall.MOST_REDIRECTS + 1);
    }

    @Test
    void tls_is_not_left_again() {
        URI from = URI.create("https://docs.test/a");

        assertThat(PageAddress.follow(from, "https://docs.test/b")).isEqualTo(URI.create("https://docs.test/b"));
        assertThatThrownBy(() -> PageAddress.follow(from, "http://docs.test/b"))
                .isInstanceOfSatisfying(
                        EgressRefused.class, no -> assertThat(no.reason()).isEqualTo(EgressReason.DOWNGRADE));
    }

    @Test
    void an_address_is_no_longer_than_anybody_needs() {
        String most = "http://docs.test/" + "a".repeat(2048 - "http://docs.test/".length());

        assertThat(PageAddress.parse(most).toString()).isEqualTo(most);
        assertThatThrownBy(() -> PageAddress.parse(most + "a"))
                .isInstanceOfSatisfying(
                        EgressRefused.class, no -> assertThat(no.reason()).isEqualTo(EgressReason.TOO_LONG));
    }
}

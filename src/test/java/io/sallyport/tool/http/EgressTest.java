package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.testing.tool.Faults;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ToolOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
    private static TestingCalls calls;
    private static MisbehavingTool server;
    private static ContextInternal context;

    @BeforeAll
    static void start() {
        calls = new TestingCalls();
        server = MisbehavingTool.start();
        context = ((VertxInternal) calls.vertx()).createEventLoopContext();
    }

    @AfterAll
    static void stop() {
        calls.close();
        server.close();
    }

    @BeforeEach
    void decent() {
        server.reset();
    }

    private static ToolSpec reading(String url, String... allowed) {
        return tool(Effect.NONE, url, allowed);
    }

    private static ToolSpec tool(Effect effect, String url, String... allowed) {
        return TestingTool.named("t")
                .is(effect, Idempotency.NONE)
                .timeout(Duration.ofSeconds(10))
                .http(new ToolBinding.Http(
                        "GET",
                        new UrlTemplate(url),
                        ToolBinding.Auth.NONE,
                        Optional.empty(),
                        Map.of(),
                        List.of(allowed),
                        Optional.empty()))
                .spec();
    }

    private static String code(ToolOutcome outcome) {
        return outcome instanceof ToolOutcome.NotApplied refused
                ? refused.error().code()
                : outcome.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.0.0.5",
                "172.16.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.0.1",
                "169.254.169.254",
                "::1",
                "fd00::1",
                "fe80::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1",
                "fd00:ec2::254",
                "224.0.0.1",
                "255.255.255.255",
                "2002:7f00:1::"
            })
    void a_name_that_leads_to_no_public_address_is_refused(String address) {
        calls.name("tool.test", address);

        assertThat(code(calls.call(reading("http://tool.test:" + server.port() + "/"))))
                .isEqualTo("egress_refused");
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_name_may_lead_into_a_private_range_that_the_manifest_allows() {
        calls.name("shop.internal", "127.0.0.1");

        ToolOutcome outcome = calls.call(reading("http://shop.internal:" + server.port() + "/a", "127.0.0.0/8"));

        assertThat(outcome).isInstanceOf(ToolOutcome.Succeeded.class);
        assertThat(server.calls().getFirst().header("host")).isEqualTo("shop.internal:" + server.port());
    }

    @Test
    void a_range_that_is_allowed_elsewhere_does_not_open_a_pooled_connection_to_those_who_may_not() {
        calls.name("shared.internal", "127.0.0.1");
        String url = "http://shared.internal:" + server.port() + "/";
        assertThat(calls.call(reading(url, "127.0.0.0/8"))).isInstanceOf(ToolOutcome.Succeeded.class);

        assertThat(code(calls.call(reading(url)))).isEqualTo("egress_refused");
    }

    @Test
    void metadata_is_never_allowed_by_a_range() {
        calls.name("sneaky.internal", "169.254.169.254");

        assertThat(code(calls.call(reading("http://sneaky.internal/", "0.0.0.0/0", "169.254.0.0/16"))))
                .isEqualTo("egress_refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/",
                        "http://[::ffff:169.254.169.254]/",
                "http://100.100.100.200/", "http://[64:ff9b::a9fe:a9fe]/", "http://168.63.129.16/"
            })
    void metadata_is_never_reached_not_even_by_a_manifests_own_address(String url) {
        assertThat(code(calls.call(reading(url)))).isEqualTo("egress_refused");
    }

    @Test
    void a_literal_or_localhost_in_the_manifest_is_permission_for_exactly_that() {
        assertThat(calls.call(reading(server.url("/")))).isInstanceOf(ToolOutcome.Succeeded.class);
        assertThat(calls.call(reading("http://localhost:" + server.port() + "/")))
                .isInstanceOf(ToolOutcome.Succeeded.class);
    }

    @Test
    void an_answer_with_good_and_bad_addresses_is_connected_to_a_good_one() {
        calls.name("mixed.test", "10.9.9.9", "169.254.169.254", "127.0.0.1");

        assertThat(calls.call(reading("http://mixed.test:" + server.port() + "/", "127.0.0.0/8")))
                .isInstanceOf(ToolOutcome.Succeeded.class);
    }

    @Test
    void the_next_address_is_tried_where_one_does_not_answer() {
        calls.name("two.test", "127.0.0.2", "127.0.0.1");

        assertThat(calls.call(reading("http://two.test:" + server.port() + "/", "127.0.0.0/8")))
                .isInstanceOf(ToolOutcome.Succeeded.class);
    }

    @Test
    void a_name_that_means_something_else_a_moment_later_changes_nothing() {
        calls.name("rebinding.test", "127.0.0.1");
        ToolSpec tool = reading("http://rebinding.test:" + server.port() + "/", "127.0.0.1");
        assertThat(calls.call(tool)).isInstanceOf(ToolOutcome.Succeeded.class);
        calls.name("rebinding.test", "169.254.169.254");

        assertThat(code(calls.call(tool))).isEqualTo("egress_refused");
    }

    @Test
    void a_name_that_does_not_exist_was_not_called() {
        assertThat(code(calls.call(reading("http://nowhere.test/")))).isEqualTo("tool_unreachable");
    }

    /** Addresses as some readers take them; ours takes them for names that nobody may have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "017700000001",
                "127.1",
                "127.0.1",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0x7f.1",
                "127.0.0.0x1",
                "127.000.000.001",
                "1.2.3",
                "1",
                "0",
                "127.0.0.1.",
                "127.1.",
                "0x",
                "foo.0x7f",
                "foo.1",
                "00000177.0.0.1",
                "4294967295",
                "256.256.256.256",
                "[fe80::1%25eth0]",
                "[::1%251]"
            })
    void odd_notations_of_addresses_are_refused(String host) {
        URI target = URI.create("http://" + host + "/");
        Future<List<InetAddress>> asked = egress("127.0.0.1")
                .addresses(
                        context,
                        (ToolBinding.Http)
                                reading("http://a.test/", "127.0.0.0/8").binding(),
                        target,
                        false);

        assertThat(asked.failed()).as(host).isTrue();
        assertThat(asked.cause()).isInstanceOf(EgressRefused.class);
    }

    private static boolean permits(Egress egress, ToolBinding.Http http, String url, boolean redirected) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        context.runOnContext(go -> egress.addresses(context, http, URI.create(url), redirected)
                .onComplete(done -> answer.complete(done.succeeded())));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Egress egress(String... addresses) {
        return new Egress((on, host) -> on.succeededFuture(Stream.of(addresses)
                .map(address -> Egress.literal(address).getFirst())
                .toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/",
        "http://localhost:1/",
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "https://127.0.0.1/",
        "http://elsewhere.test/",
        "//elsewhere.test/x",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://2130706433/",
        "http://127.1/",
        "http://127.0.0.1@169.254.169.254/"
    })
    void a_redirect_elsewhere_is_never_followed(String location) {
        server.always(Faults.redirect(302, location));

        assertThat(code(calls.call(reading(server.url("/start"))))).isEqualTo("egress_refused");
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void a_redirect_within_the_same_origin_is_followed_three_times_at_most() {
        server.next(
                Faults.redirect(302, "/one"),
                Faults.redirect(307, "two?x=1"),
                Faults.redirect(301, server.url("/three")));

        assertThat(calls.call(reading(server.url("/start")))).isInstanceOf(ToolOutcome.Succeeded.class);
        assertThat(server.calls().stream().map(call -> call.target()))
                .containsExactly("/start", "/one", "/two?x=1", "/three");

        server.reset();
        server.always(Faults.redirect(302, "/again"));
        assertThat(code(calls.call(reading(server.url("/start"))))).isEqualTo("egress_refused");
        assertThat(server.calls()).hasSize(4);
    }

    @Test
    void a_call_with_an_effect_follows_no_redirect() {
        server.always(Faults.redirect(302, "/one"));

        assertThat(calls.call(tool(Effect.IRREVERSIBLE, server.url("/start")))).isInstanceOf(ToolOutcome.Unknown.class);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void a_redirect_to_tls_takes_no_permission_of_the_manifest_along() {
        Egress egress = egress("10.0.0.1");
        ToolBinding.Http http =
                (ToolBinding.Http) reading("http://shop.test/", "10.0.0.0/8").binding();

        assertThat(permits(egress, http, "https://shop.test/", false)).isTrue();
        assertThat(permits(egress, http, "https://shop.test/", true)).isFalse();
        assertThat(permits(egress, http, "https://localhost/", true)).isFalse();
        assertThat(permits(egress, http, "https://10.0.0.1/", true)).isFalse();
        assertThat(permits(egress, http, "https://1.1.1.1/", true)).isTrue();
    }

    @Test
    void the_real_lookup_reads_the_hosts_file_and_does_not_block() {
        Vertx vertx = calls.vertx();
        DnsLookup dns = new DnsLookup(vertx);
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        context.runOnContext(go -> dns.addresses(context, "localhost").onComplete(done -> {
            if (done.succeeded()) {
                found.complete(done.result());
            } else {
                found.completeExceptionally(done.cause());
            }
        }));

        assertThat(found)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(all ->
                        assertThat(all).allMatch(InetAddress::isLoopbackAddress).isNotEmpty());
    }
}

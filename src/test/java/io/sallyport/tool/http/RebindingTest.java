package io.sallyport.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.resilience.Deadline;
import io.sallyport.testing.tool.MisbehavingTool;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ToolAttempt;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A name that means one thing when it is looked at and another when it is connected to: with a real resolver and a lying name server. */
class RebindingTest {
    private static final URI PAGE = URI.create("http://docs.rebinding.test/");

    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    private final TestingNames names = TestingNames.start();
    private final DnsLookup dns = new DnsLookup(
            vertx,
            new AddressResolverOptions()
                    .addServer("127.0.0.1:" + names.port())
                    .setCacheMaxTimeToLive(0)
                    .setCacheNegativeTimeToLive(0));
    private final Egress egress = new Egress(dns);

    @AfterEach
    void close() {
        names.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private List<InetAddress> addresses() {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        context.runOnContext(go -> egress.addresses(context, List.of(), PAGE, false)
                .onComplete(found::complete, found::completeExceptionally));
        return found.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void refused(Throwable failure, EgressReason reason) {
        assertThat(failure)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        EgressRefused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    }

    @Test
    void the_address_that_was_looked_at_is_the_one_that_is_connected_to() {
        names.next("93.184.216.34").next("127.0.0.1");

        List<InetAddress> found = addresses();

        assertThat(found).containsExactly(InetAddress.ofLiteral("93.184.216.34"));
        Outgoing request = new Outgoing(HttpMethod.GET, PAGE, HttpHeaders.headers(), Buffer.buffer());
        assertThat(request.options(found.getFirst(), 1000).getServer().toString())
                .isEqualTo("93.184.216.34:80");
        assertThat(names.asked()).as("nobody asks a second time").isEqualTo(1);
    }

    @Test
    void a_connection_is_made_to_what_was_looked_at_and_nobody_is_asked_again() {
        try (MisbehavingTool server = MisbehavingTool.start()) {
            names.next("127.0.0.1").next("169.254.169.254");
            HttpTransport transport =
                    new HttpTransport(vertx, new HttpClientOptions(), dns, HttpExchange.Limits.DEFAULT);
            ToolBinding.Http http = new ToolBinding.Http(
                    "GET",
                    new UrlTemplate("http://docs.rebinding.test:" + server.port() + "/"),
                    ToolBinding.Auth.NONE,
                    Optional.empty(),
                    Map.of(),
                    List.of("127.0.0.0/8"),
                    Optional.empty());
            ToolSpec tool = TestingTool.named("t")
                    .is(Effect.NONE, Idempotency.NONE)
                    .http(http)
                    .spec();
            ToolAttempt attempt = new ToolAttempt(
                    TestingCalls.request(tool, "{}", () -> true), Deadline.after(Duration.ofSeconds(10)), 1, Map.of());
            CompletableFuture<Exchanged> done = new CompletableFuture<>();
            context.runOnContext(go -> new HttpCall(context, transport, egress, attempt, http)
                    .run(() -> context.succeededFuture(Requests.call(attempt, http, Optional.empty())))
                    .onComplete(done::complete, done::completeExceptionally));

            assertThat(done.orTimeout(20, TimeUnit.SECONDS).join())
                    .isInstanceOfSatisfying(
                            Exchanged.Answer.class,
                            answer -> assertThat(answer.status()).isEqualTo(200));
            assertThat(server.calls()).hasSize(1);
            assertThat(names.asked()).isEqualTo(1);
        }
    }

    @Test
    void a_name_that_has_moved_into_the_machine_is_refused_the_next_time() {
        names.next("93.184.216.34").next("127.0.0.1").next("169.254.169.254");

        assertThat(addresses()).hasSize(1);
        assertThatThrownBy(this::addresses).satisfies(no -> refused(no, EgressReason.PRIVATE));
        assertThatThrownBy(this::addresses).satisfies(no -> refused(no, EgressReason.METADATA));
    }

    @Test
    void of_good_and_bad_addresses_in_one_answer_only_the_good_are_left() {
        names.next("127.0.0.1", "93.184.216.34", "169.254.169.254", "10.0.0.1");

        assertThat(addresses()).containsExactly(InetAddress.ofLiteral("93.184.216.34"));
    }
}

package io.sallyport.edge.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.core.Bytes;
import io.sallyport.edge.health.Draining;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.TestingCatalog;
import io.sallyport.run.ApprovalBoard;
import io.sallyport.run.ApprovalLine;
import io.sallyport.run.TestingRunViews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of approvals over real connections: of people who read, who do not, and of more than there is room for. */
@Timeout(60)
class ApprovalStreamTest {
    private static final int MOST_OPEN = 2;
    /** More than the kernel keeps for a client that does not read. */
    private static final int MANY = 190;

    private static final Bytes LONG = Bytes.of("{\"body\":\"" + "x".repeat(60_000) + "\"}");
    private static final long NEVER_MILLIS = 60_000;

    private final Vertx vertx = Vertx.vertx();
    private final TestingRunViews views = new TestingRunViews();
    private final Draining draining = new Draining();
    private final Caller ann = new Caller(
            new AgentIdentity("ann", "ann", Set.of(), true, "default", null),
            "approve:send_email"::equals,
            new TestingCatalog().current());

    @AfterEach
    void close() {
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private int serve(long heartbeatMillis) {
        ApprovalStreamRoutes routes = new ApprovalStreamRoutes(
                caller -> Uni.createFrom().voidItem(),
                new ApprovalBoard(views, vertx),
                draining,
                new ObjectMapper(),
                heartbeatMillis,
                MOST_OPEN);
        Router router = Router.router(vertx);
        router.get("/v1/approvals").handler(http -> routes.follow(http, ann));
        HttpServer server = done(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        return server.actualPort();
    }

    private static ApprovalLine pending(String id, Bytes arguments) {
        return new ApprovalLine(
                id,
                "default",
                "run_1",
                "desk",
                "rev",
                "call_" + id,
                "send_email",
                arguments.sha256(),
                arguments,
                "PENDING",
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null,
                "web",
                null,
                List.of(),
                null,
                null);
    }

    /** A person's browser. */
    private static final class Person implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader lines;

        Person(int port) throws IOException {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write("GET /v1/approvals HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next line that begins like this. */
        String line(String beginning) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith(beginning)) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("the stream is over");
            }
            return line;
        }

        /** Reads until the connection is no more. */
        void drain() throws IOException {
            while (lines.readLine() != null) {
                continue;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void someWait() {
        for (int i = 0; i < MANY; i++) {
            views.put(pending("appr_%03d".formatted(i), LONG));
        }
    }

    @Test
    void who_did_not_read_for_a_while_is_given_a_snapshot_of_what_it_has_missed() throws IOException {
        someWait();
        int port = serve(NEVER_MILLIS);
        try (Person ann = new Person(port)) {
            assertThat(ann.line("event: ")).isEqualTo("event: snapshot");
            await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
            views.put(pending("appr_new", LONG));
            await().pollDelay(Duration.ofMillis(1500)).until(() -> true);

            assertThat(ann.line("data: ")).contains("appr_000").doesNotContain("appr_new");
            assertThat(ann.line("event: ")).isEqualTo("event: snapshot");
            assertThat(ann.line("data: ")).contains("appr_000").contains("appr_new");
        }
        await().until(() -> draining.active() == 0);
    }

    @Test
    void who_does_not_read_at_all_is_let_go() throws IOException {
        someWait();
        int port = serve(20);
        try (Person ann = new Person(port)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> draining.active() == 1);
            await().atMost(Duration.ofSeconds(20)).until(() -> draining.active() == 0);
            try {
                ann.drain();
            } catch (SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    @Test
    void there_is_room_for_a_number_of_streams_and_whoever_comes_then_is_told() throws IOException {
        int port = serve(NEVER_MILLIS);
        try (Person first = new Person(port);
                Person second = new Person(port)) {
            first.line("event: snapshot");
            second.line("event: snapshot");
            try (Person third = new Person(port)) {
                assertThat(third.line("HTTP/1.1")).contains("503");
                assertThat(third.line("Retry-After")).endsWith(": 5");
            }
            first.close();
            await().until(() -> draining.active() == 1);
            try (Person third = new Person(port)) {
                assertThat(third.line("HTTP/1.1")).contains("200");
                third.line("event: snapshot");
            }
        }
    }
}

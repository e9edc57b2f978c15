package io.sallyport.edge.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.testing.Answer;
import io.sallyport.testing.RawConnection;
import io.sallyport.testing.TestClient;
import io.sallyport.testing.TestingServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves a raw route that fails, is not there, or has begun to answer. */
class LastResortTest {
    private static final Problem KNOWN = Problem.of(ProblemCode.BODY_TOO_LARGE, "Too much.", "Send less.");

    private static TestingServer server;

    @BeforeAll
    static void start() {
        server = TestingServer.with(LastResortTest::routes);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void routes(Router router) {
        ServedMethods served = new ServedMethods();
        served.see(router);
        new LastResort(served).register(router);
        router.route().order(-1).handler(LastResortTest::name);
        router.get("/fails").handler(context -> {
            throw new IllegalStateException("jdbc:postgresql://secret-host");
        });
        router.get("/known").handler(context -> context.fail(KNOWN.exception()));
        router.get("/status/:status").handler(context -> context.fail(Integer.parseInt(context.pathParam("status"))));
        router.get("/begun").handler(LastResortTest::begunAnswer);
        router.get("/answered").handler(context -> {
            var _ = context.end("all of it");
            ProblemWriter.write(context, KNOWN);
        });
        router.post("/posted").handler(context -> context.end());
    }

    private static void name(RoutingContext context) {
        context.response().putHeader("X-Request-Id", "req_1");
        context.next();
    }

    private static void begunAnswer(RoutingContext context) {
        var _ = context.response().setChunked(true).write("the first half, ").onSuccess(_ -> {
            ProblemWriter.write(context, KNOWN);
        });
    }

    @Test
    void what_nobody_foresaw_is_an_internal_error_that_tells_no_stranger_why() {
        Answer answer = client().get("/fails");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().path("code").asText()).isEqualTo("internal");
        assertThat(answer.body()).contains("req_1").doesNotContain("secret-host", "IllegalState");
    }

    @Test
    void a_problem_that_a_handler_fails_with_is_told_as_it_is() {
        Answer answer = client().get("/known");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("fix").asText()).isEqualTo("Send less.");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid_request",
        "404, 404, not_found",
        "406, 415, unsupported_media_type",
        "413, 413, body_too_large",
        "415, 415, unsupported_media_type",
        "500, 500, internal",
        "503, 500, internal"
    })
    void a_bare_status_gets_words(int set, int status, String code) {
        Answer answer = client().get("/status/" + set);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }

    @Test
    void nothing_is_served_where_no_route_is() {
        assertThat(client().get("/nowhere").json().path("detail").asText()).isEqualTo("Nothing is served at /nowhere.");
    }

    @Test
    void a_path_that_is_served_with_another_method_says_with_which() {
        Answer answer = client().get("/posted");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @Test
    void what_cannot_be_a_path_is_the_clients_mistake_and_not_ours() {
        try (RawConnection connection = client().raw()) {
            String answer = connection
                    .send("GET ?x HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n")
                    .readAll();

            assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"invalid_request\"");
        }
    }

    @Test
    void the_answer_to_head_has_the_length_and_not_the_body() {
        String body = client().get("/nowhere").body();

        Answer head = client().send("HEAD", "/nowhere", "");

        assertThat(head.status()).isEqualTo(404);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(body.length()));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void half_an_answer_never_looks_like_a_whole_one() {
        try (RawConnection connection = client().raw()) {
            String answer = connection
                    .send("GET /begun HTTP/1.1\r\nHost: gateway\r\n\r\n")
                    .readAll();

            assertThat(answer).contains("the first half").doesNotContain("Too much", "\r\n0\r\n");
        }
    }

    @Test
    void a_whole_answer_stays_as_it_is() {
        assertThat(client().get("/answered").body()).isEqualTo("all of it");
    }

    private static TestClient client() {
        return server.client();
    }
}

package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Answer;
import io.sallyport.testing.Asked;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.RawConnection;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.Embedders;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code POST /v1/embeddings}: the bytes go through, and everything on the way is that of chat completions. */
@ExtendWith(SharedGateway.class)
class EmbeddingsIT {
    private static final String PATH = "/v1/embeddings";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "vectors", 16);
    }

    private final LineUp lineUp = lineUps.take();

    @Test
    void request_and_answer_pass_byte_for_byte_but_for_the_models_name() {
        String request = "{ \"zeta\":[0.10 ], \"input\":[\"J\\u00fcrgen\",  \"two\"],\"model\" : \"%s\","
                + " \"dimensions\":2, \"encoding_format\":\"float\" }";
        String answer = "{ \"object\":\"list\", \"data\" : [{\"embedding\":[1.0e-2,-0.50],\"index\":0,\"x\":1},"
                + "{\"embedding\":\"AACAPw==\",\"index\":1}],\n\"model\":\"main\", \"usage\":{\"prompt_tokens\":4,\"total_tokens\":4} }\n";
        lineUp.main().always(Answers.json(answer));

        Answer got = post(request.formatted(lineUp.name()));

        assertThat(got.status()).as(got::toString).isEqualTo(200);
        assertThat(got.body()).isEqualTo(answer);
        assertThat(got.header("Content-Type")).startsWith("application/json");
        assertThat(got.header("X-Sallyport-Route"))
                .isEqualTo(lineUp.name() + "; candidate=" + lineUp.main().ref() + "; attempts=1");
        assertThat(lineUp.main().lastRequest().target()).isEqualTo("/v1/embeddings");
        assertThat(lineUp.main().lastRequest().body()).isEqualTo(request.formatted("main"));
    }

    @Test
    void a_provider_that_fails_is_retried_and_then_the_next_one_answers() {
        lineUp.main().always(Refusals.status(500));
        lineUp.spare().always(Embedders.vectors());

        Asked asked = asked(lineUp.name());

        assertThat(asked.answer().json().at("/data/1/embedding/0").asInt()).isEqualTo(1);
        assertThat(asked.decision().candidate()).isEqualTo(lineUp.spare().ref());
        asked.afterAttempts("status_500", "status_500", "ok");
    }

    @Test
    void an_answer_that_leaves_an_input_out_is_none() {
        lineUp.main()
                .always(Answers.json("{\"data\":[{\"index\":0,\"embedding\":[1]}],\"usage\":{\"total_tokens\":1}}"));
        lineUp.spare().always(Embedders.vectors());

        asked(lineUp.name()).afterAttempts("malformed", "ok");
    }

    @Test
    void a_chat_completion_is_no_answer() {
        lineUp.main().always(Answers.text("noon"));

        asked(lineUp.name() + "-alone").isRefused(502, "provider_error").afterAttempts("malformed");
    }

    @Test
    void a_refusal_is_the_providers_own_word() {
        String refusal =
                "{\"error\":{\"message\":\"at most 96 inputs\",\"type\":\"invalid_request_error\",\"param\":\"input\",\"code\":null}}";
        lineUp.main().always(Refusals.status(400, refusal));
        lineUp.spare().always(Embedders.vectors());

        Answer answer = post(body(lineUp.name()));

        assertThat(answer.status()).as(answer::toString).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(refusal);
        assertThat(lineUp.spare().attempts()).isZero();
    }

    @Test
    void the_callers_deadline_holds() {
        lineUp.main().always(Breakages.silence());

        Answer answer =
                lineUp.gateway().client().withHeader("X-Request-Timeout", "0.3").post(PATH, body(lineUp.name()));

        assertThat(answer.status()).as(answer::toString).isEqualTo(504);
        assertThat(answer.errorCode()).isEqualTo("provider_timeout");
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void a_caller_who_hangs_up_ends_the_providers_work() {
        lineUp.main().always(Breakages.silence());
        String body = body(lineUp.name());
        RawConnection connection = lineUp.gateway().client().raw();
        connection.send(head() + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        await().until(() -> lineUp.main().attempts() == 1);

        connection.reset();

        await().atMost(Duration.ofSeconds(5)).until(() -> lineUp.main().cancels() == 1);
    }

    @Test
    void it_is_counted_as_what_it_is() {
        lineUp.main().always(Embedders.vectors());

        assertThat(post(body(lineUp.name())).status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(lineUp.gateway()
                                .metrics()
                                .sum(
                                        "gen_ai_client_token_usage_sum",
                                        "gen_ai_operation_name",
                                        "embeddings",
                                        "gen_ai_request_model",
                                        lineUp.name(),
                                        "gen_ai_token_type",
                                        "input"))
                        .isEqualTo(6));
    }

    @Test
    void a_wrong_request_is_told_where_in_openais_shape_and_reaches_no_provider() {
        Answer answer = post("{\"model\":\"" + lineUp.name() + "\",\"input\":[\"a\",\"\"]}");

        assertThat(answer.status()).as(answer::toString).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("invalid_request");
        assertThat(answer.error().path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.error().path("param").asText()).isEqualTo("input[1]");
        assertThat(answer.requestId()).isNotEmpty();
        assertThat(lineUp.main().attempts()).isZero();
    }

    @Test
    void the_door_is_that_of_chat_completions() {
        Answer nobody = lineUp.gateway().client().withoutKey().post(PATH, body(lineUp.name()));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.errorCode()).isEqualTo("missing_credentials");

        Answer unknown = post(body("vektors1"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.errorCode()).isEqualTo("model_not_found");

        Answer method = lineUp.gateway().client().get(PATH);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).contains("POST");
        assertThat(method.errorCode()).isEqualTo("method_not_allowed");
    }

    @Test
    void what_is_no_json_is_a_415_and_what_is_too_large_a_413() {
        try (RawConnection connection = lineUp.gateway().client().raw()) {
            connection.send(head().replace("application/json", "text/plain") + "Content-Length: 1\r\n\r\nx");
            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 415").contains("unsupported_media_type");
        }
        try (RawConnection connection = lineUp.gateway().client().raw()) {
            connection.send(head() + "Content-Length: 2000000000\r\n\r\n{");
            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 413").contains("body_too_large");
        }
    }

    private Asked asked(String route) {
        Answer answer = post(body(route));
        return new Asked(lineUp.gateway(), answer, lineUp.gateway().decision(route, answer.requestId()));
    }

    private Answer post(String body) {
        return lineUp.gateway().client().post(PATH, body);
    }

    private static String body(String route) {
        return "{\"model\":\"" + route + "\",\"input\":[\"one\",\"two\"]}";
    }

    private String head() {
        return "POST " + PATH + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nAuthorization: "
                + lineUp.gateway().client().authorization() + "\r\n";
    }
}

package io.sallyport.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.sallyport.testing.Answer;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.Guest;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers, their SDKs and runs experience at a limit. Each answer of the provider is 7 tokens in and 9 out. */
@ExtendWith(SharedGateway.class)
class LimitedCallsIT {
    private static final String SAID = "the sally port is open until noon";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static MisbehavingProvider provider;
    private static GatewayProcess gateway;
    private static Guest guest;

    @BeforeAll
    static void start(GatewayProcess shared) {
        provider = MisbehavingProvider.start();
        gateway = shared;
        guest = Guest.of(gateway)
                .catalog("""
                        providers:
                          p:
                            dialect: openai
                            baseUrl: "%s"
                            models:
                              said: { maxOutputTokens: 15, price: { inputPerMillion: 1.00, outputPerMillion: 2.00, currency: USD } }
                              cut: { maxOutputTokens: 100 }
                              free: {}
                              ruled: {}
                        routes:
                          every-second: { candidates: [ { model: p/said } ], limits: { requestsPerSecond: 1 } }
                          many: { candidates: [ { model: p/said } ], limits: { requestsPerMinute: 600, concurrent: 5, tokensPerMinute: 100000 } }
                          poor: { candidates: [ { model: p/said } ], limits: { costPerMonth: 0.00012 } }
                          cut: { candidates: [ { model: p/cut } ], limits: { outputTokensPerDay: 1000 } }
                          free: { candidates: [ { model: p/free } ] }
                          runs: { candidates: [ { model: p/said } ] }
                          ruled: { candidates: [ { model: p/ruled } ], force: { service_tier: default, store: false }, deny: [ provider ] }
                        """.formatted(provider.baseUrl("p")))
                .catalogFile(
                        "agents/thrifty.yaml",
                        "name: thrifty\nclient: thrifty\nroute: runs\nprompt: thrifty/main\nlimits: { outputTokensPerMonth: 20 }\n")
                .promptFile("thrifty/main.v1.prompt", "{{role \"system\"}}\nYou are short.\n")
                .promptFile("thrifty/releases.yaml", "main: { stable: 1 }\n")
                .moveIn();
        provider.lane("p/said").always(Answers.text(SAID));
        provider.lane("p/free").always(Answers.text(SAID));
    }

    @AfterAll
    static void stop() {
        guest.close();
        provider.close();
    }

    @Test
    void what_a_route_forces_goes_out_whatever_the_caller_sent_and_what_it_denies_is_refused() {
        provider.lane("p/ruled").always(Answers.text(SAID));

        Answer answered = gateway.client()
                .chat("ruled")
                .body(
                        "{\"model\":\"ruled\",\"service_tier\":\"priority\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .send();
        Answer refused = gateway.client()
                .chat("ruled")
                .body("{\"model\":\"ruled\",\"provider\":{},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .send();

        assertThat(answered.status()).as(answered::toString).isEqualTo(200);
        assertThat(provider.lane("p/ruled").lastRequest().body())
                .isEqualTo(
                        "{\"store\":false,\"model\":\"ruled\",\"service_tier\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(refused.status()).as(refused::toString).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("field_denied");
        assertThat(refused.error().path("param").asText()).isEqualTo("provider");
        assertThat(provider.lane("p/ruled").attempts()).isEqualTo(1);
    }

    @Test
    void the_sdk_raises_its_own_class_and_its_retry_comes_back_when_it_was_told_to() {
        OpenAIClient impatient = sdk(0);
        OpenAIClient patient = sdk(3);
        try {
            RateLimitException refused = null;
            for (int i = 0; refused == null && i < 20; i++) {
                refused = refusal(impatient, "every-second");
            }
            assertThat(refused).as("the second request within a second").isNotNull();
            assertThat(refused.code()).contains("rate_limit_exceeded");
            assertThat(refused.headers().values("Retry-After")).containsExactly("1");
            assertThat(refused.headers().values("RateLimit").getFirst())
                    .startsWith("\"route.requestsPerSecond\";r=0;t=");
            assertThat(refused.headers().values("RateLimit-Policy"))
                    .containsExactly("\"route.requestsPerSecond\";q=1;w=1");

            assertThat(patient.chat().completions().create(ask("every-second")).choices())
                    .isNotEmpty();
        } finally {
            impatient.close();
            patient.close();
        }
    }

    @Test
    void an_answer_says_how_much_is_left() {
        Answer answer = gateway.client().chat("many").stream().send();

        assertThat(answer.isComplete()).as(answer::toString).isTrue();
        assertThat(answer.header("RateLimit-Policy"))
                .contains(
                        "\"route.requestsPerMinute\";q=600;w=60",
                        "\"route.concurrent\";q=5;qu=\"concurrent-requests\"",
                        "\"route.tokensPerMinute\";q=100000;w=60;qu=\"tokens\"");
        assertThat(answer.header("RateLimit")).contains("\"route.concurrent\";r=4");
    }

    @Test
    void slots_are_free_again_when_answers_have_ended() {
        for (int i = 0; i < 8; i++) {
            Answer answer = await().atMost(PATIENCE)
                    .until(() -> gateway.client().chat("many").send(), one -> one.status() == 200);
            assertThat(answer.text()).isEqualTo(SAID);
        }
    }

    @Test
    void a_spent_budget_is_explained_and_the_sdk_asks_once_only() {
        // An answer costs 7 * 0.000001 + 9 * 0.000002 = 0.000025; the body and 15 tokens of output are reserved.
        // What is settled a moment later may fit; what is spent does not.
        Answer last = await().atMost(PATIENCE)
                .until(
                        () -> gateway.client().chat("poor").send(),
                        answer -> answer.status() == 429 && !answer.body().contains("may_fit_later"));
        assertThat(last.status()).as(last::toString).isEqualTo(429);
        assertThat(last.errorCode()).isEqualTo("budget_exhausted");
        assertThat(last.header("x-should-retry")).isEqualTo("false");
        assertThat(last.error().path("budget").asText()).isEqualTo("costPerMonth");
        assertThat(last.error().path("scope").asText()).isEqualTo("route:poor");
        assertThat(last.error().path("limit").asText()).isEqualTo("0.000120000");
        assertThat(last.error().path("resets_at").asText()).endsWith("-01T00:00:00Z");
        double before = refusals("poor");

        OpenAIClient patient = sdk(3);
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> patient.chat().completions().create(ask("poor")));
        patient.close();

        assertThat(refusals("poor")).isEqualTo(before + 1);
    }

    @Test
    void a_stream_that_is_cut_settles_what_came_of_it() {
        provider.lane("p/cut").always(Breakages.cutAfter("the sally port is open"));

        Answer broken = gateway.client().chat("cut").stream().send();

        assertThat(broken.isComplete()).as(broken::toString).isFalse();
        JsonNode used = await().atMost(PATIENCE)
                .until(
                        () -> usage("route=cut"),
                        sums -> sums.path("tokens").path("output").asLong() > 0);
        assertThat(used.path("requests").asLong()).isEqualTo(1);
        assertThat(used.path("tokens").path("output").asLong()).isBetween(1L, 30L);
    }

    @Test
    void what_nobody_limits_is_in_the_ledger_too() {
        gateway.client().chat("free").send();

        JsonNode used = await().atMost(PATIENCE)
                .until(() -> usage("route=free"), sums -> sums.path("requests").asLong() == 1);
        assertThat(used.path("tokens").path("input").asLong()).isEqualTo(7);
        assertThat(used.path("tokens").path("output").asLong()).isEqualTo(9);
    }

    @Test
    void a_run_whose_agent_has_spent_its_budget_ends_as_limit_exceeded() {
        assertThat(run()).isEqualTo("COMPLETED"); // 9 of 20 tokens; another answer may have 15

        JsonNode second = ended();

        assertThat(second.path("status").asText()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(gateway.client()
                        .get("/v1/runs/" + second.path("id").asText() + "/events")
                        .body())
                .contains("run.limit_exceeded", "outputTokensPerMonth");
    }

    private static String run() {
        return ended().path("status").asText();
    }

    private static JsonNode ended() {
        String id = gateway.client()
                .post("/v1/agents/thrifty/runs", "{\"input\":\"hello\"}")
                .json()
                .path("id")
                .asText();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> gateway.client().get("/v1/runs/" + id).json(), one -> switch (one.path("status")
                        .asText()) {
                    case "COMPLETED", "FAILED", "LIMIT_EXCEEDED", "CANCELLED", "EXPIRED" -> true;
                    default -> false;
                });
    }

    private static JsonNode usage(String filter) {
        return gateway.client()
                .get("/v1/admin/usage?" + filter)
                .json()
                .path("data")
                .path(0);
    }

    private static double refusals(String route) {
        return gateway.metrics().sum("sallyport_limit_refusals_total", "route", route);
    }

    private static RateLimitException refusal(OpenAIClient client, String route) {
        try {
            var _ = client.chat().completions().create(ask(route));
            return null;
        } catch (RateLimitException refused) {
            return refused;
        }
    }

    private static ChatCompletionCreateParams ask(String route) {
        return ChatCompletionCreateParams.builder()
                .model(route)
                .addUserMessage("hello")
                .build();
    }

    private static OpenAIClient sdk(int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.baseUrl() + "/v1")
                .apiKey(gateway.apiKey())
                .maxRetries(retries)
                .build();
    }
}

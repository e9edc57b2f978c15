package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.sallyport.testing.Answer;
import io.sallyport.testing.ChatCall;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.RawConnection;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key on the model path: once, and the same answer for everybody who asks with it. */
@ExtendWith(SharedGateway.class)
class KeyedChatIT {
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final String SAID = "the sally port is open until noon";
    private static final String PATIENT = """
            timeouts: { connect: 500ms, firstToken: 5s, idle: 5s, attempt: 10s, total: 15s }, \
            retry: { attempts: 1 }""";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "keyed", 34, PATIENT);
    }

    private final LineUp lineUp = lineUps.take();
    private final String key = UUID.randomUUID().toString();

    private ChatCall call(Mode mode) {
        return lineUp.callAlone(mode).header(KEY, key);
    }

    @ParameterizedTest
    @EnumSource
    void the_same_key_twice_asks_the_provider_once_and_gives_the_same_bytes(Mode mode) {
        lineUp.main().always(Answers.text(SAID));

        Answer first = call(mode).send();
        Answer again = lineUp.callAlone(mode).header(KEY, "\"" + key + "\"").send();

        assertThat(first.isComplete()).as(first::toString).isTrue();
        assertThat(first.text()).isEqualTo(SAID);
        assertThat(first.header(REPLAYED)).isEmpty();
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        for (String header : List.of("Content-Type", "X-Sallyport-Route", "Cache-Control", "X-Accel-Buffering")) {
            assertThat(again.header(header)).as(header).isEqualTo(first.header(header));
        }
        assertThat(again.requestId()).isNotEqualTo(first.requestId());
        assertThat(lineUp.main().attempts()).isEqualTo(1);
        assertThat(lineUp.gateway().decisions(lineUp.name() + "-alone")).hasSize(1);
    }

    @Test
    void the_same_value_is_the_same_request_however_it_is_written() {
        String one = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"A\"}],\"n\":1}";
        String other = "{ \"n\" : 1, \"messages\":[ {\"content\":\"\\u0041\",\"role\":\"user\"} ],\n\"model\":\"%s\" }";
        lineUp.main().always(Answers.text(SAID));

        Answer first = call(Mode.PLAIN).body(one.formatted(lineUp.name())).send();
        Answer again = call(Mode.PLAIN).body(other.formatted(lineUp.name())).send();

        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void a_large_body_has_a_fingerprint_too() {
        String long1 = "x".repeat(300_000);
        lineUp.main().always(Answers.text(SAID));

        assertThat(call(Mode.PLAIN).user(long1 + "a").send().status()).isEqualTo(200);

        assertThat(call(Mode.PLAIN).user(long1 + "a").send().header(REPLAYED)).isEqualTo("true");
        assertThat(call(Mode.PLAIN).user(long1 + "b").send().errorCode()).isEqualTo("idempotency_key_reused");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void without_a_key_every_request_is_new() {
        lineUp.main().always(Answers.text(SAID));

        lineUp.callAlone(Mode.PLAIN).send();
        lineUp.callAlone(Mode.PLAIN).send();

        assertThat(lineUp.main().attempts()).isEqualTo(2);
    }

    @Test
    void a_key_with_another_body_is_422() {
        lineUp.main().always(Answers.text(SAID));
        call(Mode.PLAIN).send();

        Answer other = call(Mode.PLAIN).field("temperature", 1).send();

        assertThat(other.status()).as(other::toString).isEqualTo(422);
        assertThat(other.errorCode()).isEqualTo("idempotency_key_reused");
        assertThat(other.error().path("param").asText()).isEqualTo(KEY);
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void the_same_key_on_another_route_is_another_key() {
        lineUp.main().always(Answers.text(SAID));
        call(Mode.PLAIN).send();

        Answer other = lineUp.call(Mode.PLAIN).header(KEY, key).send();

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header(REPLAYED)).isEmpty();
        assertThat(lineUp.main().attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\"open", "\"a\" b", "\"a\\b\"", "\"\"", "LONG"})
    void what_is_no_key_is_400(String odd) {
        Answer refused = lineUp.callAlone(Mode.PLAIN)
                .header(KEY, odd.replace("LONG", "k".repeat(256)))
                .send();

        assertThat(refused.status()).as(refused::toString).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("invalid_request");
        assertThat(refused.error().path("param").asText()).isEqualTo(KEY);
        assertThat(lineUp.main().attempts()).isZero();
    }

    @Test
    void while_it_is_under_way_the_same_key_is_409_and_the_sdk_comes_back_for_the_answer() throws Exception {
        lineUp.main().always(Answers.slowly(SAID, Duration.ofMillis(1500)));
        ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                .model(lineUp.name() + "-alone")
                .addUserMessage("hello")
                .putAdditionalHeader(KEY, key)
                .build();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Sdk sdk = new Sdk(lineUp.gateway())) {
            Future<ChatCompletion> first = callers.submit(() -> sdk.ask(question));
            await().until(() -> lineUp.main().attempts() == 1);

            Answer other = call(Mode.PLAIN).field("n", 1).send();
            assertThat(other.status()).as(other::toString).isEqualTo(422);
            Answer same = call(Mode.PLAIN).send();
            assertThat(same.status()).as(same::toString).isEqualTo(409);
            assertThat(same.errorCode()).isEqualTo("in_progress");
            assertThat(same.header("Retry-After")).isEqualTo("1");
            assertThat(same.header("x-should-retry")).isEmpty();

            ChatCompletion second = sdk.ask(question);
            assertThat(second.choices().getFirst().message().content()).contains(SAID);
            assertThat(first.get().id()).isEqualTo(second.id());
        }
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void fifty_equal_requests_at_once_ask_the_provider_once() throws Exception {
        lineUp.main().always(Answers.slowly(SAID, Duration.ofMillis(300)));
        List<Future<Answer>> pending = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                pending.add(callers.submit(() -> call(Mode.PLAIN).send()));
            }
        }

        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> one : pending) {
            statuses.add(one.get().status());
        }
        assertThat(statuses).contains(200).isSubsetOf(200, 409);
        assertThat(call(Mode.PLAIN).send().header(REPLAYED)).isEqualTo("true");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_that_a_retry_may_cure_is_not_kept(Mode mode) {
        lineUp.main().next(Refusals.status(503)).always(Answers.text(SAID));

        Answer failed = call(mode).send();
        Answer next = call(mode).send();

        assertThat(failed.status()).as(failed::toString).isEqualTo(503);
        assertThat(next.isComplete()).as(next::toString).isTrue();
        assertThat(next.header(REPLAYED)).isEmpty();
        assertThat(lineUp.main().attempts()).isEqualTo(2);
    }

    @Test
    void a_stream_that_was_cut_is_not_kept() {
        lineUp.main().next(Breakages.cutAfter("the sally port")).always(Answers.text(SAID));

        Answer cut = call(Mode.STREAM).send();
        Answer next = call(Mode.STREAM).send();

        assertThat(cut.errorCode()).isEqualTo("stream_cut");
        assertThat(next.isComplete()).as(next::toString).isTrue();
        assertThat(next.text()).isEqualTo(SAID);
        assertThat(next.header(REPLAYED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_provider_s_final_word_is_kept(Mode mode) {
        lineUp.main().always(Refusals.status(400, Refusals.CONTENT_FILTER));

        Answer first = call(mode).send();
        Answer again = call(mode).send();

        assertThat(first.status()).as(first::toString).isEqualTo(400);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(again.header("x-should-retry")).isEqualTo("false");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void a_caller_that_goes_away_in_mid_stream_finds_the_whole_answer_under_its_key() {
        lineUp.main().always(Answers.slowly(SAID, Duration.ofMillis(150)));

        call(Mode.STREAM).open().awaitText("the sally").disconnect();

        Answer whole = sendUntilOver(Mode.STREAM);
        assertThat(whole.isComplete()).as(whole::toString).isTrue();
        assertThat(whole.text()).isEqualTo(SAID);
        assertThat(whole.header(REPLAYED)).isEqualTo("true");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
        assertThat(lineUp.main().cancels()).isZero();
        assertThat(lineUp.gateway()
                        .decisions(lineUp.name() + "-alone")
                        .getFirst()
                        .outcome())
                .isEqualTo("completed");
    }

    @Test
    void a_caller_that_resets_before_the_answer_finds_it_under_its_key() {
        lineUp.main().always(Answers.slowly(SAID, Duration.ofMillis(800)));
        String body = call(Mode.PLAIN).body();
        RawConnection connection = lineUp.gateway().client().raw();
        connection.send("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: "
                + lineUp.gateway().client().authorization() + "\r\nContent-Type: application/json\r\n" + KEY + ": "
                + key + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        await().until(() -> lineUp.main().attempts() == 1);
        connection.reset();

        Answer whole = sendUntilOver(Mode.PLAIN);
        assertThat(whole.text()).isEqualTo(SAID);
        assertThat(whole.header(REPLAYED)).isEqualTo("true");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void an_answer_beyond_the_bound_is_given_once_and_not_asked_for_again() {
        String large = "x".repeat(9 << 20);
        lineUp.main().always(Answers.text(large));

        Answer first = call(Mode.PLAIN).send();
        Answer again = call(Mode.PLAIN).send();

        assertThat(first.text()).hasSameSizeAs(large);
        assertThat(again.status()).as(again::toString).isEqualTo(422);
        assertThat(again.errorCode()).isEqualTo("answer_not_kept");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
    }

    @Test
    void what_requests_with_keys_were_told_is_counted() {
        lineUp.main().always(Answers.text(SAID));
        double replayed = told("replayed");
        double executed = told("executed");

        call(Mode.PLAIN).send();
        call(Mode.PLAIN).send();

        assertThat(told("executed")).isEqualTo(executed + 1);
        assertThat(told("replayed")).isEqualTo(replayed + 1);
    }

    private double told(String outcome) {
        return lineUp.gateway().metrics().sum("sallyport_idempotency_keys_total", "outcome", outcome);
    }

    private Answer sendUntilOver(Mode mode) {
        return await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> call(mode).send(), answer -> answer.status() != 409);
    }

    /** The official SDK with its own retries. */
    private record Sdk(OpenAIClient client) implements AutoCloseable {
        Sdk(GatewayProcess gateway) {
            this(OpenAIOkHttpClient.builder()
                    .baseUrl(gateway.baseUrl() + "/v1")
                    .apiKey(gateway.apiKey())
                    .build());
        }

        ChatCompletion ask(ChatCompletionCreateParams question) {
            return client.chat().completions().create(question);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}

package io.sallyport.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agents by the official OpenAI SDK for Java, unmodified. */
@Timeout(60)
@ExtendWith(StreamStage.Shared.class)
class AgentChatIT {
    private final StreamStage stage;
    private final List<OpenAIClient> clients = new ArrayList<>();

    AgentChatIT(StreamStage stage) {
        this.stage = stage;
    }

    @AfterEach
    void close() {
        clients.forEach(OpenAIClient::close);
    }

    private OpenAIClient sdk(String baseUrl, String client) {
        OpenAIClient sdk = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey(stage.token(client))
                .maxRetries(2)
                .build();
        clients.add(sdk);
        return sdk;
    }

    private OpenAIClient sdk() {
        return sdk(stage.one.baseUrl(), "web-chat");
    }

    private static ChatCompletionCreateParams.Builder say(String text) {
        return ChatCompletionCreateParams.builder().model("agents/talker").addUserMessage(text);
    }

    private static List<ChatCompletionChunk> stream(OpenAIClient sdk, ChatCompletionCreateParams question) {
        try (StreamResponse<ChatCompletionChunk> answer =
                sdk.chat().completions().createStreaming(question)) {
            return answer.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }

    @Test
    @AtOnce
    void it_gets_the_agents_answer_with_the_usage_of_the_run() {
        ChatCompletion answer = sdk().chat().completions().create(say("hello").build());

        assertThat(answer.choices().getFirst().message().content()).contains("You said: hello");
        assertThat(answer.choices().getFirst().finishReason().toString()).isEqualTo("stop");
        assertThat(answer.model()).isEqualTo("agents/talker");
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    @AtOnce
    void it_streams_the_agents_answer_piece_by_piece_under_one_id() {
        List<ChatCompletionChunk> chunks = stream(
                sdk(),
                say(StreamStage.SLOWLY)
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build());

        assertThat(text(chunks)).isEqualTo(StreamStage.SLOW_ANSWER);
        assertThat(chunks).hasSizeGreaterThan(20);
        assertThat(chunks)
                .extracting(ChatCompletionChunk::id)
                .containsOnly(chunks.getFirst().id());
        assertThat(chunks.getFirst()
                        .choices()
                        .getFirst()
                        .delta()
                        .role()
                        .orElseThrow()
                        .toString())
                .isEqualTo("assistant");
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    @AtOnce
    void what_the_agent_says_between_its_steps_is_in_the_answer_too() {
        String answer = text(stream(sdk(), say(StreamStage.STEPS).build()));
        assertThat(answer.split("\n\n")).hasSize(StreamStage.HOW_MANY + 1);
        assertThat(answer).endsWith("You said: " + StreamStage.STEPS);
    }

    @Test
    @AtOnce
    void the_run_and_its_thread_are_named_and_on_the_thread_only_the_last_message_counts() {
        String thread = "t-" + UUID.randomUUID();
        try (HttpResponseFor<ChatCompletion> answer = sdk().chat()
                .completions()
                .withRawResponse()
                .create(say("one")
                        .addAssistantMessage("yes")
                        .addUserMessage("two")
                        .putAdditionalHeader("X-Sallyport-Thread", thread)
                        .build())) {
            String run = answer.headers().values("X-Sallyport-Run").getFirst();
            assertThat(answer.headers().values("X-Sallyport-Thread")).containsExactly(thread);
            String events = stage.client(stage.other, "web-chat")
                    .get("/v1/runs/" + run + "/events")
                    .body();
            assertThat(events).contains("two").doesNotContain("\"one\"");
        }
    }

    @Test
    @AtOnce
    void a_run_that_waits_for_a_person_ends_the_answer_with_an_error_that_names_it() {
        for (boolean streaming : List.of(true, false)) {
            ChatCompletionCreateParams question = say(StreamStage.ASK)
                    .putAdditionalHeader("X-Request-Timeout", "3")
                    .build();
            assertThatExceptionOfType(OpenAIServiceException.class)
                    .isThrownBy(() -> ask(question, streaming))
                    .satisfies(error -> assertThat(error.getMessage()).contains("run_", "WAITING_APPROVAL"));
        }
    }

    private void ask(ChatCompletionCreateParams question, boolean streaming) {
        if (streaming) {
            stream(sdk(), question);
        } else {
            sdk().chat().completions().create(question);
        }
    }

    @Test
    @AtOnce
    void who_may_not_use_an_agent_is_told_so() {
        OpenAIClient barred = sdk(stage.one.baseUrl(), "barred");
        assertThatExceptionOfType(PermissionDeniedException.class)
                .isThrownBy(
                        () -> barred.chat().completions().create(say("hello").build()));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> sdk().chat()
                        .completions()
                        .create(say("hello").model("agents/nobody").build()));
        assertThat(sdk().models().list().data()).extracting(model -> model.id()).contains("agents/talker");
    }

    @Test
    @AtOnce
    void a_key_is_one_run_however_often_it_is_sent() {
        ChatCompletionCreateParams question = say("keyed " + UUID.randomUUID())
                .putAdditionalHeader("Idempotency-Key", UUID.randomUUID().toString())
                .build();
        ChatCompletion first = sdk().chat().completions().create(question);
        try (HttpResponseFor<ChatCompletion> again = sdk(stage.other.baseUrl(), "web-chat")
                .chat()
                .completions()
                .withRawResponse()
                .create(question)) {
            assertThat(again.parse().id()).isEqualTo(first.id());
            assertThat(again.headers().values("Idempotent-Replayed")).containsExactly("true");
        }
    }

    @Test
    @AtOnce
    void a_connection_that_is_cut_is_repeated_by_the_sdk_and_one_run_exists() {
        assertThat(runsAfterACut(null, stage.one)).hasSize(1);
    }

    @Test
    @AtOnce
    void a_replica_that_is_killed_is_as_good_as_a_connection_that_is_cut() {
        try (GatewayProcess third = stage.launch()) {
            assertThat(runsAfterACut(third::kill9, third)).hasSize(1);
        }
    }

    /** The ids of the runs that a question has led to, whose first connection is cut in the middle. */
    private List<String> runsAfterACut(@Nullable Runnable instead, GatewayProcess first) {
        String question = StreamStage.SLOWLY + " " + UUID.randomUUID();
        try (CuttingProxy wire =
                new CuttingProxy(List.of(first.port(), stage.other.port()), Duration.ofMillis(1_500), instead)) {
            ChatCompletion answer = sdk(wire.baseUrl(), "web-chat")
                    .chat()
                    .completions()
                    .create(say(question).build());
            assertThat(wire.connections())
                    .as("connections that the SDK has made")
                    .isGreaterThan(1);
            assertThat(answer.choices().getFirst().message().content()).contains(StreamStage.SLOW_ANSWER);
        }
        List<String> runs = new ArrayList<>();
        stage.client(stage.other, "web-chat")
                .get("/v1/runs?limit=20")
                .json()
                .path("data")
                .forEach(run -> {
                    String id = run.path("id").asText();
                    String events = stage.client(stage.other, "web-chat")
                            .get("/v1/runs/" + id + "/events")
                            .body();
                    if (events.contains(question)) {
                        runs.add(id);
                    }
                });
        return runs;
    }

    @Test
    @AtOnce
    void two_who_say_the_same_have_a_run_each() {
        String question = "same " + UUID.randomUUID();
        String first = sdk().chat().completions().create(say(question).build()).id();
        String second = sdk().chat()
                .completions()
                .create(say(question)
                        .putAdditionalHeader("x-stainless-retry-count", "1")
                        .build())
                .id();
        assertThat(second).isNotEqualTo(first);
    }
}

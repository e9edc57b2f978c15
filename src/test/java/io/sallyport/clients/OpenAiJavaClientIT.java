package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.sallyport.testing.provider.Embedders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The official OpenAI SDK for Java, unmodified. */
@ExtendWith(ClientStage.Shared.class)
class OpenAiJavaClientIT {
    private static ClientStage stage;
    private static OpenAIClient client;

    @BeforeAll
    static void open(ClientStage shared) {
        stage = shared;
        client = clientWith(stage.apiKey());
    }

    @AfterAll
    static void close() {
        client.close();
    }

    private static OpenAIClient clientWith(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(stage.baseUrl())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    @Test
    void it_gets_an_answer_with_its_usage() {
        ChatCompletion answer = client.chat().completions().create(ask("talk").build());

        assertThat(answer.choices().getFirst().message().content()).contains(ClientStage.WORDS);
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(16);
    }

    @Test
    void it_streams_an_answer_with_its_usage() {
        ChatCompletionCreateParams question = ask("talk")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        List<ChatCompletionChunk> chunks = stream(question);

        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .collect(Collectors.joining()))
                .isEqualTo(ClientStage.WORDS);
        assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(16);
    }

    @Test
    void it_calls_a_tool_and_gets_the_answer_that_uses_the_result() {
        ChatCompletion first = client.chat().completions().create(askWithTool().build());

        assertThat(answerTo(first.choices().getFirst().message())).contains("It rains in Oslo.");
    }

    @Test
    void it_puts_a_streamed_tool_call_together() {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        stream(askWithTool().build()).forEach(whole::accumulate);

        assertThat(answerTo(whole.chatCompletion().choices().getFirst().message()))
                .contains("It rains in Oslo.");
    }

    @Test
    void a_stream_that_it_closes_ends_the_providers_work() {
        int before = stage.lane("slow").cancels();
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(ask("slow").build())) {
            assertThat(answer.stream().limit(3)).hasSize(3);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.lane("slow").cancels() == before + 1);
    }

    @Test
    void it_lists_the_models_that_its_key_may_use() {
        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .contains("talk", "tools")
                .doesNotContain("locked");
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("locked", PermissionDeniedException.class, "permission_denied"),
                Arguments.of("no-such-route", NotFoundException.class, "model_not_found"),
                Arguments.of("filtered", BadRequestException.class, "content_filter"),
                Arguments.of("busy", RateLimitException.class, ""),
                Arguments.of("broken", InternalServerException.class, ""));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void it_throws_its_own_class_for_each_sort_of_error(
            String route, Class<? extends OpenAIServiceException> type, String code) {
        for (boolean streaming : List.of(false, true)) {
            assertThatExceptionOfType(type)
                    .isThrownBy(() -> use(ask(route).build(), streaming))
                    .satisfies(error -> assertThat(error.code().orElse("")).contains(code));
        }
    }

    @Test
    void it_gets_embeddings_in_its_own_format_which_is_base64() {
        CreateEmbeddingResponse answer =
                client.embeddings().create(embed().input("a lamp").build());

        assertThat(answer.data().getFirst().embedding()).isEqualTo(Embedders.vector(0));
        assertThat(answer.usage().promptTokens()).isEqualTo(3);
        assertThat(stage.lane("vectors")
                        .lastRequest()
                        .json()
                        .path("encoding_format")
                        .asText())
                .isEqualTo("base64");
    }

    @Test
    void it_gets_a_batch_of_embeddings_in_order_as_numbers_too() {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(embed().inputOfArrayOfStrings(List.of("a lamp", "a gate", "a key"))
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build());

        assertThat(answer.data())
                .extracting(embedding -> embedding.embedding())
                .containsExactly(Embedders.vector(0), Embedders.vector(1), Embedders.vector(2));
        assertThat(answer.usage().totalTokens()).isEqualTo(9);
    }

    @Test
    void embeddings_of_a_model_that_only_chats_are_a_bad_request_and_the_other_way_round() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("talk")
                                .input("a lamp")
                                .build()))
                .satisfies(error -> assertThat(error.code()).contains("no_capable_candidate"));
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(
                        () -> client.chat().completions().create(ask("vectors").build()))
                .satisfies(error -> assertThat(error.code()).contains("no_capable_candidate"));
    }

    @Test
    void embeddings_of_a_route_that_its_key_may_not_use_are_denied() {
        assertThatExceptionOfType(PermissionDeniedException.class)
                .isThrownBy(() -> client.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("locked")
                                .input("a lamp")
                                .build()))
                .satisfies(error -> assertThat(error.code()).contains("permission_denied"));
    }

    private static EmbeddingCreateParams.Builder embed() {
        return EmbeddingCreateParams.builder().model("vectors");
    }

    @Test
    void a_wrong_key_is_unauthorized() {
        OpenAIClient stranger = clientWith("sp_nobody-knows-this-key-0123456789abcdef");
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(
                        () -> stranger.chat().completions().create(ask("talk").build()))
                .satisfies(error -> assertThat(error.code()).contains("invalid_credentials"));
        stranger.close();
    }

    private static void use(ChatCompletionCreateParams question, boolean streaming) {
        if (streaming) {
            stream(question);
        } else {
            client.chat().completions().create(question);
        }
    }

    private static List<ChatCompletionChunk> stream(ChatCompletionCreateParams question) {
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(question)) {
            return answer.stream().toList();
        }
    }

    private static ChatCompletionCreateParams.Builder ask(String route) {
        return ChatCompletionCreateParams.builder().model(route).addUserMessage("What is the weather in Oslo?");
    }

    private static ChatCompletionCreateParams.Builder askWithTool() {
        FunctionParameters parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build();
        return ask("tools")
                .addFunctionTool(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(parameters)
                        .build());
    }

    /** Checks the call, gives its result, and returns what the model says to it. */
    private static String answerTo(ChatCompletionMessage message) {
        var call = message.toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
        ChatCompletionCreateParams second = askWithTool()
                .addMessage(message)
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("rain")
                        .build())
                .build();
        return client.chat()
                .completions()
                .create(second)
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
    }
}

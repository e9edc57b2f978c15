package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** LangChain4j's client for OpenAI, unmodified. */
@ExtendWith(ClientStage.Shared.class)
class LangChain4jClientIT {
    private static final UserMessage QUESTION = UserMessage.from("What is the weather in Oslo?");
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();

    private static ClientStage stage;

    @BeforeAll
    static void open(ClientStage shared) {
        stage = shared;
    }

    @Test
    void it_gets_an_answer_with_its_usage() {
        ChatResponse answer = model("talk").chat(QUESTION);

        assertThat(answer.aiMessage().text()).isEqualTo(ClientStage.WORDS);
        assertThat(answer.tokenUsage().totalTokenCount()).isEqualTo(16);
    }

    @Test
    void it_streams_an_answer_piece_by_piece() throws Exception {
        Listening heard = new Listening();
        streaming("talk").chat(ChatRequest.builder().messages(QUESTION).build(), heard);

        ChatResponse answer = heard.whole.get(20, TimeUnit.SECONDS);
        assertThat(answer.aiMessage().text()).isEqualTo(ClientStage.WORDS);
        assertThat(heard.text.toString()).isEqualTo(ClientStage.WORDS);
        assertThat(answer.tokenUsage().totalTokenCount()).isEqualTo(16);
    }

    @Test
    void it_calls_a_tool_and_gets_the_answer_that_uses_the_result() {
        ChatResponse first = model("tools").chat(withTool().build());
        assertThat(answerTo(first)).isEqualTo("It rains in Oslo.");
    }

    @Test
    void it_puts_a_streamed_tool_call_together() throws Exception {
        Listening heard = new Listening();
        streaming("tools").chat(withTool().build(), heard);
        assertThat(answerTo(heard.whole.get(20, TimeUnit.SECONDS))).isEqualTo("It rains in Oslo.");
    }

    @Test
    void it_throws_its_own_class_for_each_sort_of_error() {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> model("no-such-route").chat(QUESTION));
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> model("busy").chat(QUESTION));
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> model("locked").chat(QUESTION));
    }

    private static ChatRequest.Builder withTool() {
        return ChatRequest.builder().messages(QUESTION).toolSpecifications(WEATHER);
    }

    private static String answerTo(ChatResponse first) {
        ToolExecutionRequest call = first.aiMessage().toolExecutionRequests().getFirst();
        assertThat(call.name()).isEqualTo("weather");
        assertThat(call.arguments()).isEqualTo("{\"city\":\"Oslo\"}");
        ChatRequest second = ChatRequest.builder()
                .messages(QUESTION, first.aiMessage(), ToolExecutionResultMessage.from(call, "rain"))
                .toolSpecifications(WEATHER)
                .build();
        return model("tools").chat(second).aiMessage().text();
    }

    private static ChatModel model(String route) {
        return OpenAiChatModel.builder()
                .baseUrl(stage.baseUrl())
                .apiKey(stage.apiKey())
                .modelName(route)
                .maxRetries(0)
                .build();
    }

    private static OpenAiStreamingChatModel streaming(String route) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(stage.baseUrl())
                .apiKey(stage.apiKey())
                .modelName(route)
                .build();
    }

    /** Collects what is heard. */
    private static final class Listening implements StreamingChatResponseHandler {
        private final StringBuffer text = new StringBuffer();
        private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String part) {
            text.append(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            whole.completeExceptionally(error);
        }
    }
}

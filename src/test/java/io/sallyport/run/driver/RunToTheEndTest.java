package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.routing.CallStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunToTheEndTest {
    private final Stage stage =
            new Stage(TestingAgents.agent(TestingAgents.tool("create_order", Effect.IRREVERSIBLE, Idempotency.KEYED)));

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void an_answer_that_wants_nothing_done_completes_the_run() {
        stage.models.says("Hello.");
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.types(run))
                .containsExactly("run.created", "run.started", "step.started", "message.completed", "run.completed");
        assertThat(stage.models.asked.getFirst().path("messages"))
                .extracting(message -> message.path("content").asText())
                .containsExactly("You are the desk.", "Hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{\"sku\":", "[1]", "\"mug\"", "{} {}"})
    void what_a_model_writes_instead_of_arguments_goes_back_as_an_object(String written) {
        stage.models.calls("create_order", written).says("I cannot.");
        String run = stage.accept("Order a mug");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        JsonNode messages = stage.models.asked.getLast().path("messages");
        String sent = messages.path(messages.size() - 2)
                .at("/tool_calls/0/function/arguments")
                .asText();
        String malformed = Json.parse(sent).orElseThrow().path("malformed").asText();
        assertThat(malformed).isEqualTo(written.isBlank() ? "" : written);
        assertThat(sent).startsWith("{");
    }

    @Test
    void a_tool_is_called_with_a_key_and_its_answer_goes_back_to_the_model() {
        stage.models.calls("create_order", "{\"sku\":\"mug\"}").says("Ordered.");
        String run = stage.accept("Order a mug");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.types(run))
                .containsExactly(
                        "run.created",
                        "run.started",
                        "step.started",
                        "message.completed",
                        "tool.proposed",
                        "tool.allowed",
                        "tool.started",
                        "tool.completed",
                        "step.started",
                        "message.completed",
                        "run.completed");
        assertThat(stage.tools.calls).hasSize(1);
        assertThat(stage.tools.calls.getFirst().key()).hasSize(64);
        assertThat(stage.tools.calls.getFirst().id().traceparent()).isEqualTo(TestingObserver.TRACE);
        assertThat(stage.models.starts)
                .extracting(CallStart::traceparent)
                .containsExactly(TestingObserver.TRACE, TestingObserver.TRACE);
        assertThat(stage.models
                        .asked
                        .get(1)
                        .path("messages")
                        .get(3)
                        .path("content")
                        .asText())
                .isEqualTo("{\"ok\":true}");
        assertThat(stage.state(run).calls()).extracting(call -> call.state()).containsExactly(CallState.SUCCEEDED);
        assertThat(stage.ledger.entries).singleElement().satisfies(entry -> {
            assertThat(entry.what()).isEqualTo("tool");
            assertThat(entry.outcome()).isEqualTo("ok");
            assertThat(entry.spender().client()).isEqualTo("caller");
            assertThat(entry.spender().agent()).isEqualTo("desk");
            assertThat(entry.spender().run()).isEqualTo(run);
        });
    }
}

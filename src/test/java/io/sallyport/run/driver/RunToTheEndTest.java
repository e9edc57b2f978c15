package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.routing.CallStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

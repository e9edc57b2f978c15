package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Price;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run has spent, also where nobody knows it. */
class SpendingTest {
    private static final int CONTEXT = 4000;

    private Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    private void limited(OptionalLong tokens, Optional<BigDecimal> cost) {
        stage.close();
        AgentSpec.Limits limits =
                new AgentSpec.Limits(10, 10, tokens, cost, OptionalInt.empty(), Duration.ofMinutes(10), 4);
        stage = new Stage(TestingAgents.agent(limits), model("dear", "100", "200"), List.of(model("cheap", "1", "2")));
    }

    private static ModelSpec model(String name, String input, String output) {
        Price price = Price.of(new BigDecimal(input), new BigDecimal(output), "EUR");
        return TestingAgents.model(name, OptionalInt.of(CONTEXT), Optional.of(price));
    }

    private List<RunEvent> events(String run) {
        return RunEventReader.readAll(stage.store.journal(run));
    }

    private <T extends RunEvent> List<T> events(String run, Class<T> kind) {
        return events(run).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void ownersDieWhileTheModelThinks(String run, int times) {
        for (int i = 1; i <= times; i++) {
            int asked = stage.models.asked.size();
            stage.models.keepsSilent();
            stage.perform("mortal-" + i);
            await().atMost(Duration.ofSeconds(5)).until(() -> stage.models.asked.size() == asked + 1);
            stage.store.elapse(Duration.ofSeconds(120));
        }
    }

    @Test
    void an_attempt_whose_owner_died_has_spent_what_it_held() {
        limited(OptionalLong.of(100_000), Optional.of(new BigDecimal("1000")));
        String run = stage.accept("Hi");
        ownersDieWhileTheModelThinks(run, 1);
        stage.models.says("Here I am.");

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        RunEvent.StepStarted first = events(run, RunEvent.StepStarted.class).getFirst();
        RunEvent.MessageLost lost = events(run, RunEvent.MessageLost.class).getFirst();
        assertThat(lost)
                .isEqualTo(new RunEvent.MessageLost(
                        1, 1, Optional.empty(), "not_answered", first.reservedTokens(), first.reservedCostNano()));
        assertThat(lost.tokens()).isEqualTo(CONTEXT);
        assertThat(lost.costNano()).isPositive();
        assertThat(stage.types(run))
                .containsExactly(
                        "run.created",
                        "run.started",
                        "step.started",
                        "message.lost",
                        "reset",
                        "message.completed",
                        "run.completed");
        long answered = events(run, RunEvent.Answered.class).getFirst().costNano();
        assertThat(stage.store.run(run).totals().costNano()).isEqualTo(lost.costNano() + answered);
    }

    @Test
    void attempts_whose_owners_died_use_the_limit_up() {
        limited(OptionalLong.of(2L * CONTEXT), Optional.empty());
        String run = stage.accept("Hi");
        ownersDieWhileTheModelThinks(run, 2);

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.LIMIT_EXCEEDED);

        assertThat(events(run, RunEvent.MessageLost.class)).hasSize(2);
        assertThat(stage.models.asked).hasSize(2);
        assertThat(stage.state(run).spent().tokens()).isEqualTo(2L * CONTEXT);
    }

    @Test
    void one_lost_attempt_never_takes_all_of_a_large_limit_although_nothing_else_bounds_an_answer() {
        stage.close();
        AgentSpec.Limits limits = new AgentSpec.Limits(
                10, 10, OptionalLong.of(100_000), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(10), 4);
        stage = new Stage(TestingAgents.agent(limits));
        String run = stage.accept("Hi");
        ownersDieWhileTheModelThinks(run, 3);
        stage.models.says("Here I am.");

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.models.asked.getFirst().path("max_tokens").asLong()).isBetween(20_000L, 25_000L);
        assertThat(stage.state(run).spent().tokens()).isBetween(50_000L, 60_000L);
    }

    @Test
    void money_that_may_have_been_spent_counts_against_the_limit() {
        limited(OptionalLong.empty(), Optional.of(new BigDecimal("1.5")));
        String run = stage.accept("Hi");
        ownersDieWhileTheModelThinks(run, 1);

        stage.perform("b");
        stage.awaitStatus(run, RunStatus.LIMIT_EXCEEDED);

        assertThat(((RunEvent.LimitExceeded) stage.state(run).ended().orElseThrow()).limit())
                .isEqualTo("cost");
    }

    @Test
    void a_call_that_was_dropped_because_its_run_was_cancelled_counts_too() {
        limited(OptionalLong.of(100_000), Optional.empty());
        stage.models.keepsSilent();
        String run = stage.accept("Hi");
        RunTask task = stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.models.asked.size() == 1);

        stage.signal(run, Signal.Kind.CANCEL, "{}");
        task.nudged();
        stage.awaitStatus(run, RunStatus.CANCELLED);

        assertThat(events(run, RunEvent.MessageLost.class))
                .containsExactly(new RunEvent.MessageLost(1, 1, Optional.empty(), "run_ended", CONTEXT, 0));
    }

    @Test
    void who_goes_on_with_an_answer_is_paid_for_it_and_who_began_it_for_what_it_took() {
        limited(OptionalLong.empty(), Optional.of(new BigDecimal("1000")));
        stage.models.goesOnElsewhere("p/dear", "p/cheap", "Here I am.");
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        RunEvent.Answered answer = events(run, RunEvent.Answered.class).getFirst();
        assertThat(answer.model()).isEqualTo("p/cheap");
        assertThat(answer.usage()).isEqualTo(new Usage(10, 0, 5, 0));
        assertThat(answer.costNano()).isEqualTo(10 * 1_000 + 5 * 2_000);
        assertThat(answer.currency()).contains("EUR");
        assertThat(events(run, RunEvent.MessageLost.class))
                .containsExactly(
                        new RunEvent.MessageLost(1, 1, Optional.of("p/dear"), "cut", 12, 10 * 100_000 + 2 * 200_000));
        assertThat(stage.store.run(run).totals().costNano()).isEqualTo(20_000 + 1_400_000);
    }

    @Test
    void a_name_that_a_model_made_up_goes_with_what_was_said() {
        stage.models.calls("steal_secret_of_ann", "{}").says("Sorry.");
        String run = stage.accept("Act");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(everything(run)).contains("steal_secret_of_ann");
        assertThat(stage.models.asked.get(1).toString()).contains("unknown_tool", "steal_secret_of_ann");

        var _ = stage.store.erase(run).subscribe().asCompletionStage().resultNow();

        assertThat(everything(run)).doesNotContain("steal_secret_of_ann");
        String call = stage.state(run).calls().findFirst().orElseThrow().id();
        assertThat(stage.store.call(call).orElseThrow().tool()).isEmpty();
    }

    private String everything(String run) {
        StringBuilder text = new StringBuilder();
        stage.store.journal(run).forEach(event -> {
            text.append(event.data().text());
            if (event.content() != null) {
                text.append(Json.own(event.content()));
            }
        });
        return text.toString();
    }
}

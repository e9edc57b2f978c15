package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.limit.LimitProblems;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventReader;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rates and budgets across runs: the first are waited for, the second end a run. */
class LimitsInRunsTest {
    private final Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_rate_is_waited_for_as_long_as_it_says() {
        stage.models
                .fails(Problem.of(ProblemCode.RATE_LIMIT_EXCEEDED, "Too fast.").with(Problem.RETRY_AFTER_SECONDS, 40L))
                .says("Here.");
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_TIMER);
        RunEvent.Waiting waiting = (RunEvent.Waiting)
                RunEventReader.readAll(stage.store.journal(run)).getLast();
        stage.store.elapse(Duration.ofMillis(40_001));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(waiting.forMillis()).isEqualTo(40_000);
        assertThat(waiting.detail().path("limit").asText()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void what_others_hold_of_a_budget_is_waited_for() {
        stage.models
                .fails(Problem.of(ProblemCode.BUDGET_EXHAUSTED, "Held.")
                        .with(LimitProblems.MAY_FIT_LATER, true)
                        .with(Problem.RETRY_AFTER_SECONDS, 1L))
                .says("Here.");
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_TIMER);
        stage.store.elapse(Duration.ofMillis(1001));
        stage.perform("b");

        stage.awaitStatus(run, RunStatus.COMPLETED);
    }

    @Test
    void a_spent_budget_ends_the_run_and_says_which() {
        stage.models.fails(Problem.of(ProblemCode.BUDGET_EXHAUSTED, "Spent.")
                .with(LimitProblems.BUDGET, "costPerDay")
                .with(LimitProblems.LIMIT, "20.000000000")
                .with(Problem.RETRY_AFTER_SECONDS, 40_000L));
        String run = stage.accept("Hi");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.LIMIT_EXCEEDED);

        assertThat(stage.state(run).ended()).contains(new RunEvent.LimitExceeded("costPerDay", "20.000000000"));
        assertThat(stage.types(run)).endsWith("step.started", "run.limit_exceeded");
    }
}

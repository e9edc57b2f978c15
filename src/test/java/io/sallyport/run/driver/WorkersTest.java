package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Stage stage =
            new Stage(TestingAgents.agent(TestingAgents.tool("act", Effect.IRREVERSIBLE, Idempotency.KEYED)));
    private final List<Consumer<String>> sleepers = new CopyOnWriteArrayList<>();
    private final Workers workers = new Workers(stage.services("a", InstantSource.system()));

    @AfterEach
    void close() {
        workers.stop();
        stage.close();
    }

    private void start() {
        workers.start(new StartupEvent(), sleepers::add);
    }

    @Test
    void work_that_a_wake_up_tells_of_is_begun_at_once_and_other_work_is_found_by_looking() {
        stage.models.says("One.").says("Two.");
        start();
        String told = stage.accept("Hi");
        sleepers.forEach(sleeper -> sleeper.accept(told));
        stage.awaitStatus(told, RunStatus.COMPLETED);

        String found = stage.accept("Hi again");
        stage.awaitStatus(found, RunStatus.COMPLETED);

        await().atMost(Duration.ofSeconds(5)).until(() -> workers.active() == 0);
    }

    @Test
    void one_run_of_a_thread_is_performed_after_the_other_and_sees_what_was_said() {
        IntStream.range(0, 3).forEach(i -> stage.models.says("Answer " + i));
        List<String> runs = List.of(stage.accept("One"), stage.accept("Two"), stage.accept("Three"));

        start();

        stage.awaitStatus(runs.get(2), RunStatus.COMPLETED);
        assertThat(stage.models.asked.get(2).path("messages"))
                .extracting(message -> message.path("content").asText())
                .containsExactly("You are the desk.", "One", "Answer 0", "Two", "Answer 1", "Three");
    }

    @Test
    void a_wake_up_for_a_run_that_is_performed_here_makes_it_read_its_inbox() {
        stage.models.keepsSilent();
        String run = stage.accept("Hi");
        start();
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.models.asked.size() == 1);

        stage.signal(run, io.sallyport.checkpoint.Signal.Kind.CANCEL, "{}");
        sleepers.forEach(sleeper -> sleeper.accept(run));

        stage.awaitStatus(run, RunStatus.CANCELLED);
    }

    @Test
    void who_leaves_takes_nothing_new_and_is_gone_when_the_last_effect_is_answered() throws InterruptedException {
        stage.models.calls("act", "{}");
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        start();
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.calls.size() == 1);

        workers.leave();
        String late = stage.accept("Too late");
        sleepers.forEach(sleeper -> sleeper.accept(late));
        assertThat(workers.gone().await(50, TimeUnit.MILLISECONDS))
                .as("gone in the middle of an effect")
                .isFalse();
        stage.tools.pending.getFirst().complete(TestingTools.ok(Json.object()));

        assertThat(workers.gone().await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(stage.status(run)).isEqualTo(RunStatus.QUEUED);
        assertThat(stage.status(late)).isEqualTo(RunStatus.QUEUED);
    }

    @Test
    void a_store_that_cannot_be_reached_is_asked_again() {
        stage.models.says("One.");
        stage.store.breakDown();
        start();
        await().during(Duration.ofMillis(600)).atMost(Duration.ofSeconds(2)).until(() -> workers.active() == 0);

        stage.store.mend();
        String run = stage.accept("Hi");

        stage.awaitStatus(run, RunStatus.COMPLETED);
    }

    @Test
    void a_run_that_has_lost_ten_owners_without_getting_further_fails() {
        String run = stage.accept("Hi");
        for (int i = 0; i < 10; i++) {
            stage.claim("victim-" + i);
            stage.store.elapse(Duration.ofDays(1));
        }

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.FAILED);

        assertThat(stage.state(run).ended().orElseThrow().toString()).contains("no_progress");
    }
}

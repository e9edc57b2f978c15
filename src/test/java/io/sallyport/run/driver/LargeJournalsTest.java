package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Role;
import io.sallyport.chat.ToolUse;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Kin;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a run's event loop is busy with while megabytes are kept and shown and thousands of events are read. Its time on a processor is
 * measured, which other work on the machine does not change.
 */
class LargeJournalsTest {
    private static final int STEPS = 1000;
    private static final AgentSpec.Limits LONG = new AgentSpec.Limits(
            STEPS + 10,
            STEPS + 10,
            OptionalLong.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Duration.ofMinutes(10),
            4);

    private final Stage stage =
            new Stage(TestingAgents.agent(LONG, TestingAgents.tool("read_all", Effect.NONE, Idempotency.KEYED)));

    /** All that is done here for the first time costs loading and compiling, which is not what is measured. */
    @BeforeEach
    void warmUp() {
        for (int i = 0; i < 20; i++) {
            stage.models.calls("read_all", "{}").says("Read.");
            complete(stage.accept("Read"));
        }
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void ten_megabytes_of_a_tools_answer_are_written_and_shown_beside_the_event_loop() {
        ArrayNode rows = Json.array();
        for (int i = 0; i < 100_000; i++) {
            rows.addObject()
                    .put("number", i)
                    .put("name", "An entry of one hundred bytes, or a few less, as the case may be");
        }
        assertThat(Json.bytes(rows).length()).isGreaterThan(9_000_000);
        stage.tools.then(TestingTools.ok(rows));
        stage.models
                .calls("read_all", "{}")
                .calls("read_all", "{}")
                .calls("read_all", "{}")
                .says("Read.");

        String run = stage.accept("Read it all");
        assertThat(busy(run)).as("time of the event loop").isLessThan(Duration.ofMillis(50));
        assertThat(stage.store.journal(run).stream()
                        .filter(event -> event.type().equals("tool.completed")))
                .first()
                .satisfies(event -> assertThat(event.content()).isEqualTo(Json.bytes(rows)));
    }

    @Test
    void five_thousand_events_are_read_beside_the_event_loop() {
        String run = stage.accept("Read on and on");
        Claimed first = stage.claim("first");
        List<RunEvent> events = new ArrayList<>();
        events.add(new RunEvent.Started(List.of(Message.of(Role.USER, "Read on and on", Label.USER)), 0));
        for (int step = 1; step <= STEPS; step++) {
            step(step, events);
        }
        commit(first, events);
        assertThat(stage.store.journal(run)).hasSizeGreaterThan(5000);
        stage.store.elapse(Stage.LEASE.plusSeconds(1));
        stage.models.says("Read.");

        assertThat(busy(run)).as("time of the event loop").isLessThan(Duration.ofMillis(50));
        assertThat(stage.state(run).steps()).hasSize(STEPS + 1);
    }

    private static void step(int step, List<RunEvent> events) {
        String call = "call_" + step;
        ToolUse use = new ToolUse("use-" + step, "read_all", "{}");
        Message wish = new Message(Role.ASSISTANT, List.of(), List.of(use), Optional.empty());
        events.add(new RunEvent.StepStarted(step, 1, "r", 10, 0));
        events.add(new RunEvent.Answered(step, 1, "p/m", "tool_calls", Usage.NONE, 0, Optional.empty(), wish));
        events.add(new RunEvent.ToolProposed(
                call, step, 0, "read_all", use.id(), Sha256.of("{}"), Json.object(), Optional.empty()));
        events.add(new RunEvent.ToolAllowed(call, "grant", Optional.empty()));
        events.add(new RunEvent.ToolStarted(call, 1, Sha256.of(call).hex(), 1, 3000));
        events.add(new RunEvent.ToolCompleted(
                call, CallState.SUCCEEDED, Optional.empty(), Json.object().put("ok", true)));
    }

    private void commit(Claimed owner, List<RunEvent> events) {
        var _ = stage.store
                .commit(new Commit(
                        "commit_1",
                        CommitPoint.C6_RESULT,
                        owner.lease(),
                        owner.run().nextSeq(),
                        0,
                        new Ending.GoOn(),
                        events.stream().map(RunEventJson::write).toList(),
                        Totals.NONE,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Kin.NONE))
                .subscribe()
                .asCompletionStage()
                .resultNow();
    }

    private void complete(String run) {
        var _ = stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);
    }

    /** The time on a processor that the event loop of whoever performs {@code run} needs for all of it. */
    private Duration busy(String run) {
        var threads = ManagementFactory.getThreadMXBean();
        RunTask task = stage.task(stage.claim("a"), "a");
        long loop = on(task, () -> Thread.currentThread().threadId());
        long before = threads.getThreadCpuTime(loop);
        task.begin();
        stage.awaitStatus(run, RunStatus.COMPLETED);
        var _ = on(task, () -> 0L);
        return Duration.ofNanos(threads.getThreadCpuTime(loop) - before);
    }

    private static long on(RunTask task, java.util.function.LongSupplier what) {
        CompletableFuture<Long> told = new CompletableFuture<>();
        task.home(() -> told.complete(what.getAsLong()));
        return told.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
    }
}

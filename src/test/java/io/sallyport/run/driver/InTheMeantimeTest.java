package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens between an owner's decision and its commit, and what is said when nobody can commit it any more. */
class InTheMeantimeTest {
    private Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    private Checkpoints whenEnding(Runnable what) {
        return before(Ending.End.class, what);
    }

    private Checkpoints whenFallingAsleep(Runnable what) {
        return before(Ending.Wait.class, what);
    }

    /** The stage's store, but {@code what} happens directly before the first commit with such an ending. */
    private Checkpoints before(Class<? extends Ending> ending, Runnable what) {
        AtomicBoolean happened = new AtomicBoolean();
        return (Checkpoints) Proxy.newProxyInstance(
                Checkpoints.class.getClassLoader(), new Class<?>[] {Checkpoints.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")
                            && ending.isInstance(((Commit) arguments[0]).ending())
                            && happened.compareAndSet(false, true)) {
                        what.run();
                    }
                    try {
                        return method.invoke(stage.store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void perform(String owner, Checkpoints store) {
        InstantSource clock = InstantSource.system();
        Claimed claimed = stage.claim(owner);
        Services usual = stage.services(owner, clock);
        Services services = new Services(
                store,
                usual.news(),
                usual.wakes(),
                usual.observer(),
                usual.catalogs(),
                usual.perform(),
                usual.replica(),
                usual.settings(),
                usual.ids(),
                usual.chance(),
                clock,
                usual.vertx());
        new RunTask(
                        services,
                        claimed,
                        new LeaseClock(clock, LeaseClock.now(clock)),
                        ((VertxInternal) usual.vertx()).createEventLoopContext(),
                        stage.left::add)
                .begin();
    }

    private String call(String run) {
        return stage.state(run).calls().findFirst().orElseThrow().id();
    }

    private CallState state(String run) {
        return stage.state(run).calls().findFirst().orElseThrow().state();
    }

    @Test
    void an_answer_that_comes_while_the_run_is_about_to_expire_is_heard_and_the_run_goes_on() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool("request_input", Effect.NONE, Idempotency.NONE)));
        stage.models.calls("request_input", "{}").says("Green it is.");
        stage.tools.then(new ToolOutcome.NeedsInput("Which colour?", Optional.empty()));
        String run = stage.accept("Order");
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);
        stage.store.elapse(Duration.ofDays(8));
        String answer = "{\"call\":\"" + call(run) + "\",\"answer\":\"green\"}";

        perform("b", whenEnding(() -> stage.signal(run, Signal.Kind.INPUT, answer)));
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.types(run)).contains("run.resumed").doesNotContain("run.expired");
        assertThat(state(run)).isEqualTo(CallState.SUCCEEDED);
    }

    @Test
    void an_approval_that_comes_while_the_run_is_being_put_to_sleep_is_heard() {
        stage = new Stage(TestingAgents.agent(TestingAgents.tool(
                "act", Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS, OnUnknown.RECONCILE)));
        stage.models.calls("act", "{}").says("Done.");
        String run = stage.accept("Act");

        perform("a", whenFallingAsleep(() -> approve(run)));
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.types(run)).doesNotContain("run.waiting");
        assertThat(stage.tools.calls).hasSize(1);
    }

    private void approve(String run) {
        var call = stage.state(run).calls().findFirst().orElseThrow();
        stage.signal(
                run,
                Signal.Kind.APPROVAL,
                Json.text(Json.object()
                        .put("call", call.id())
                        .put("decision", "approve")
                        .put("argsHash", call.argsHash().hex())));
    }

    private static AgentRevision agent(Idempotency idempotency) {
        return TestingAgents.agent(
                TestingAgents.tool("act", Effect.IRREVERSIBLE, idempotency, Approval.NEVER, OnUnknown.RECONCILE));
    }

    private static ToolOutcome refused() {
        return new ToolOutcome.NotApplied(new ToolError("refused", "It said no.", false, null, null));
    }

    /** The first owner has sent its call and is replaced before it is answered. */
    private String replacedInTheMiddleOf(AgentRevision agent) {
        stage = new Stage(agent);
        stage.models.calls("act", "{}").says("Done.");
        stage.tools.thenWaits();
        stage.tools.thenWaits();
        String run = stage.accept("Act");
        stage.perform("a");
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.calls.size() == 1);
        stage.store.elapse(Duration.ofSeconds(60));
        stage.perform("b");
        return run;
    }

    @Test
    void a_late_refusal_of_a_tool_that_is_called_again_says_nothing_about_the_other_attempt() {
        String run = replacedInTheMiddleOf(agent(Idempotency.KEYED));
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.tools.calls.size() == 2);

        stage.tools.pending.get(0).complete(refused());
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.left.size() == 1);
        stage.tools.pending.get(1).complete(TestingTools.ok(Json.object().put("orderId", "7")));
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.store.run(run).signals()).isZero();
    }

    @Test
    void a_late_refusal_of_a_tool_that_is_never_called_again_settles_it() {
        String run = replacedInTheMiddleOf(agent(Idempotency.NONE));
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);

        stage.tools.pending.getFirst().complete(refused());
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.status(run) == RunStatus.QUEUED);
        stage.perform("c");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls).hasSize(1);
        assertThat(state(run)).isEqualTo(CallState.RECONCILED);
    }

    @Test
    void a_late_result_that_is_nested_as_deep_as_a_result_may_be_is_heard() {
        String run = replacedInTheMiddleOf(agent(Idempotency.NONE));
        stage.awaitStatus(run, RunStatus.WAITING_RECONCILE);
        JsonNode deep = Json.parse("[".repeat(200) + "]".repeat(200)).orElseThrow();

        stage.tools.pending.getFirst().complete(TestingTools.ok(deep));
        await().atMost(Duration.ofSeconds(5)).until(() -> stage.status(run) == RunStatus.QUEUED);
        stage.perform("c");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.state(run).calls().findFirst().orElseThrow().answer()).contains(deep);
    }

    @Test
    void what_a_tool_says_of_its_failure_may_be_nested_as_deep() {
        stage = new Stage(agent(Idempotency.KEYED));
        stage.models.calls("act", "{}").says("Done.");
        JsonNode deep = Json.parse("[".repeat(200) + "]".repeat(200)).orElseThrow();
        stage.tools.then(new ToolOutcome.NotApplied(
                ToolError.of("refused", "It said no.").with(deep)));
        String run = stage.accept("Act");

        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(state(run)).isEqualTo(CallState.FAILED_NOT_APPLIED);
    }
}

package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.Secret;
import io.sallyport.core.json.Json;
import io.sallyport.identity.UserToken;
import io.sallyport.run.TestingUserTokens;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventReader;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs whose tools are called in the name of a user: who may be there, may be away, and may come back. */
class UserRunsTest {
    private static final UserToken ADA = TestingUserTokens.token("ada");

    private Stage stage = new Stage(TestingAgents.agent());

    @AfterEach
    void close() {
        stage.close();
    }

    private static ToolSpec usersTool(String name, Effect effect, Idempotency idempotency, Approval approval) {
        return TestingAgents.tool(name, effect, idempotency, approval, OnUnknown.RECONCILE)
                .withBinding(new ToolBinding.Http(
                        "POST",
                        new UrlTemplate("https://mail.test/send"),
                        ToolBinding.Auth.USER,
                        Optional.of("mail"),
                        Map.of(),
                        List.of(),
                        Optional.empty()));
    }

    private static ToolSpec keyed() {
        return usersTool("send", Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.NEVER);
    }

    private String accepted(ToolSpec... tools) {
        stage = new Stage(TestingAgents.agent(tools));
        stage.models.calls(tools[0].name(), "{}").says("Done.");
        return stage.accept("Send it");
    }

    private CallView call(String run) {
        return stage.state(run).calls().findFirst().orElseThrow();
    }

    private void keep(String run, UserToken token) {
        stage.users.keep(run, token).await().indefinitely();
    }

    private void signIn(String run) {
        stage.users.renew(run, ADA).await().indefinitely();
        stage.signal(run, Signal.Kind.INPUT, "{\"reauthenticated\":true}");
    }

    private RunEvent.Waiting lastWait(String run) {
        return stage.store.journal(run).stream()
                .flatMap(event -> RunEventReader.read(event).stream())
                .filter(RunEvent.Waiting.class::isInstance)
                .map(RunEvent.Waiting.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void the_tool_is_called_in_the_name_of_whoever_started_the_run() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls)
                .singleElement()
                .satisfies(request -> assertThat(request.user()).contains(ADA));
    }

    @Test
    void a_tool_that_acts_as_the_agent_is_not_shown_the_user() {
        String run = accepted(TestingAgents.tool("send", Effect.NONE, Idempotency.NONE));
        keep(run, ADA);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(stage.tools.calls)
                .singleElement()
                .satisfies(request -> assertThat(request.user()).isEmpty());
    }

    @Test
    void without_anybody_behind_it_the_call_is_denied_before_anybody_is_asked_to_approve_it() {
        String run = accepted(usersTool("send", Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS));
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
        assertThat(call(run).answer().orElseThrow().at("/error/code").asText()).isEqualTo("user_required");
        assertThat(call(run).answer().orElseThrow().at("/error/fix").asText()).contains("access token");
        assertThat(stage.tools.calls).isEmpty();
    }

    @Test
    void a_run_whose_user_is_away_waits_for_them_without_an_owner_and_goes_on_when_they_are_back() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.users.expire(run);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        assertThat(lastWait(run).detail().path("reason").asText()).isEqualTo("reauthenticate");
        assertThat(lastWait(run).detail().at("/calls/0").asText())
                .isEqualTo(call(run).id());
        assertThat(call(run).state()).isEqualTo(CallState.ALLOWED);
        assertThat(stage.tools.calls).isEmpty();
        assertThat(stage.left).hasSize(1);

        signIn(run);
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.calls)
                .singleElement()
                .satisfies(request -> assertThat(request.user()).contains(ADA));
        assertThat(call(run).attempts()).isEqualTo(1);
    }

    @Test
    void a_user_who_signs_in_while_the_run_is_falling_asleep_is_not_overlooked() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.users.expire(run);
        stage.users.hold(2);
        stage.perform("a");
        await().until(() -> stage.users.asked() == 2);
        signIn(run);
        stage.users.release();

        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.calls).hasSize(1);
        assertThat(stage.types(run)).doesNotContain("run.waiting");
    }

    @Test
    void an_approval_that_outlasts_the_token_is_not_lost_with_it() {
        String run = accepted(usersTool("send", Effect.IRREVERSIBLE, Idempotency.KEYED, Approval.ALWAYS));
        keep(run, ADA);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_APPROVAL);
        stage.users.expire(run);
        stage.signal(
                run,
                Signal.Kind.APPROVAL,
                "{\"call\":\"%s\",\"decision\":\"approve\",\"argsHash\":\"%s\"}"
                        .formatted(call(run).id(), call(run).argsHash().hex()));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        signIn(run);
        stage.perform("c");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.calls).hasSize(1);
    }

    @Test
    void whoever_answers_something_else_does_not_bring_the_user_back() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.users.expire(run);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        stage.signal(
                run,
                Signal.Kind.INPUT,
                "{\"call\":\"%s\",\"answer\":true}".formatted(call(run).id()));
        stage.perform("b");
        await().until(() -> stage.left.size() == 2);

        assertThat(stage.status(run)).isEqualTo(RunStatus.WAITING_INPUT);
        assertThat(call(run).state()).isEqualTo(CallState.ALLOWED);
        assertThat(stage.tools.calls).isEmpty();
    }

    @Test
    void a_user_who_never_comes_back_lets_the_run_expire() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.users.expire(run);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        stage.store.elapse(Duration.ofDays(8));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.EXPIRED);
        assertThat(call(run).state()).isEqualTo(CallState.DENIED);
    }

    @Test
    void a_user_who_comes_back_at_the_last_moment_is_not_too_late() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.users.expire(run);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        stage.store.elapse(Duration.ofDays(7).minusSeconds(1));
        signIn(run);
        stage.store.elapse(Duration.ofSeconds(5));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);
    }

    @Test
    void a_token_that_expires_on_its_way_to_the_issuer_has_the_same_call_wait() {
        String run = accepted(keyed());
        keep(run, new UserToken("https://issuer.test", "ada", Secret.of("t"), Instant.now()));
        stage.tools.then(new ToolOutcome.NotApplied(ToolErrors.userRefused()));
        stage.perform("a");
        await().until(() -> stage.tools.calls.size() == 1);
        stage.users.expire(run);
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);

        signIn(run);
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.calls)
                .hasSize(2)
                .extracting(request -> request.key())
                .containsOnly(stage.tools.calls.getFirst().key());
    }

    @Test
    void what_the_issuer_refuses_although_the_token_is_good_is_told_to_the_model() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.tools.then(new ToolOutcome.NotApplied(ToolErrors.userRefused()));
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.COMPLETED);

        assertThat(call(run).state()).isEqualTo(CallState.FAILED_NOT_APPLIED);
        assertThat(call(run).answer().orElseThrow().at("/error/code").asText()).isEqualTo("tool_auth_refused");
    }

    @Test
    void a_call_in_doubt_stays_in_doubt_while_its_user_is_away() {
        String run = accepted(usersTool("send", Effect.IRREVERSIBLE, Idempotency.QUERYABLE, Approval.NEVER));
        keep(run, ADA);
        stage.tools.thenWaits();
        RunTask dying = stage.perform("a");
        await().until(() -> stage.tools.calls.size() == 1);
        dying.leave();
        stage.users.expire(run);
        stage.store.elapse(Stage.LEASE.plusSeconds(10));
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);
        assertThat(call(run).state()).isEqualTo(CallState.INTENT);
        assertThat(stage.tools.lookUps).isEmpty();

        stage.tools.lookedUp(new LookUpOutcome.Applied(Json.object().put("sent", true)));
        signIn(run);
        stage.perform("c");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.lookUps)
                .singleElement()
                .satisfies(request -> assertThat(request.user()).contains(ADA));
        assertThat(stage.tools.calls).as("nothing was sent twice").hasSize(1);
    }

    @Test
    void other_calls_of_the_step_are_made_while_the_user_is_away() {
        ToolSpec free = TestingAgents.tool("note", Effect.NONE, Idempotency.NONE);
        stage = new Stage(TestingAgents.agent(keyed(), free));
        stage.models.calls(List.of("send", "note"), List.of("{}", "{}")).says("Done.");
        String run = stage.accept("Both");
        keep(run, ADA);
        stage.users.expire(run);
        stage.perform("a");
        stage.awaitStatus(run, RunStatus.WAITING_INPUT);
        assertThat(stage.tools.calls)
                .singleElement()
                .satisfies(request -> assertThat(request.tool().name()).isEqualTo("note"));

        signIn(run);
        stage.perform("b");
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.calls).hasSize(2);
    }

    @Test
    void a_store_of_users_that_does_not_answer_is_asked_again() {
        String run = accepted(keyed());
        keep(run, ADA);
        stage.users.lose(true);
        stage.perform("a");
        await().pollDelay(Duration.ofMillis(600)).until(() -> stage.status(run) == RunStatus.RUNNING);
        assertThat(stage.tools.calls).isEmpty();

        stage.users.lose(false);
        stage.awaitStatus(run, RunStatus.COMPLETED);
        assertThat(stage.tools.calls).hasSize(1);
    }
}

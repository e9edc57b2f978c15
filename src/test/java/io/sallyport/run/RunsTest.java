package io.sallyport.run;

import static io.sallyport.run.RunStage.caller;
import static io.sallyport.run.RunStage.keyed;
import static io.sallyport.run.RunStage.now;
import static io.sallyport.run.RunStage.order;
import static io.sallyport.run.RunStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.checkpoint.NewRun.Busy;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Rates.Want;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final Caller WEB = caller("web", "ada", "agent:order-desk", "agent:strict");

    private final RunStage stage = new RunStage();
    private final Runs runs = stage.runs;

    @Test
    void an_accepted_run_is_pinned_to_the_revision_of_its_moment_and_somebody_is_woken() {
        RunRecord run = stage.started(WEB);

        assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(run.revision())
                .isEqualTo(WEB.catalog().agents().get("order-desk").digest());
        assertThat(run.client()).isEqualTo("web");
        assertThat(run.subject()).isEqualTo("ada");
        assertThat(stage.woken).containsExactly(run.id());
        assertThat(stage.store.journal(run.id())).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("run.created");
            assertThat(event.data().text()).contains("order-desk").doesNotContain("anvils");
            assertThat(event.content()).isNotNull();
            assertThat(event.content().text()).contains("Order two anvils.", "\"label\":\"user\"");
        });
    }

    @Test
    void a_run_goes_on_with_the_trace_that_its_origin_has_and_a_replay_is_no_new_one() {
        RunRecord run =
                now(runs.start(keyed(order(WEB, "order-desk"), "k1", "body"))).run();
        RunRecord replayed =
                now(runs.start(keyed(order(WEB, "order-desk"), "k1", "body"))).run();

        assertThat(replayed.id()).isEqualTo(run.id());
        assertThat(run.traceparent()).isEqualTo("trace of " + run.id());
        assertThat(stage.origins.accepted).containsExactly(run.id());
    }

    @Test
    void an_agent_that_is_not_there_is_named_with_the_nearest_that_may_be_used() {
        ProblemException refused = refusal(() -> runs.start(order(WEB, "order-dsk")), ProblemCode.AGENT_NOT_FOUND);
        assertThat(refused.problem().facts()).containsEntry("suggestion", "order-desk");

        Caller other = caller("other", null, "agent:strict");
        assertThat(refusal(() -> runs.start(order(other, "order-dsk")), ProblemCode.AGENT_NOT_FOUND)
                        .getMessage())
                .doesNotContain("order-desk");
    }

    @Test
    void an_agent_without_permission_names_the_permission() {
        assertThat(refusal(() -> runs.start(order(caller("web", null), "order-desk")), ProblemCode.PERMISSION_DENIED)
                        .problem()
                        .facts())
                .containsEntry("permission", "agent:order-desk");
    }

    @Test
    void an_order_counts_as_a_request_of_who_gave_it_and_too_many_are_refused() {
        AppliedLimit limit =
                new AppliedLimit(AppliedLimit.EVERY_TENANT, "all", new LimitSpec(Measure.REQUESTS, Window.MINUTE, 5));
        Caller busy = new Caller(WEB.identity(), WEB.may(), RunStage.limited(WEB.catalog(), limit.limit()));
        now(runs.start(order(busy, "order-desk")));
        assertThat(stage.rates.takes.getFirst().wants()).containsExactly(new Want(limit, 1));

        stage.rates.refusing(limit, Duration.ofSeconds(3));

        assertThatThrownBy(() -> now(runs.start(order(busy, "order-desk"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.RATE_LIMIT_EXCEEDED));
        assertThat(stage.woken).hasSize(1);
    }

    @Test
    void an_agent_that_demands_a_key_takes_no_order_without_one() {
        refusal(() -> runs.start(order(WEB, "strict")), ProblemCode.IDEMPOTENCY_KEY_REQUIRED);
        assertThat(now(runs.start(keyed(order(WEB, "strict"), "k", "body"))).how())
                .isEqualTo(Started.How.CREATED);
    }

    @Test
    void a_key_stands_for_one_run_of_one_principal_on_one_route_and_for_one_body() {
        Started first = now(runs.start(keyed(order(WEB, "order-desk"), "k", "body")));
        Started again = now(runs.start(keyed(order(WEB, "order-desk"), "k", "body")));
        Started ofAnother =
                now(runs.start(keyed(order(caller("web", "bob", "agent:order-desk"), "order-desk"), "k", "body")));
        Started elsewhere = now(runs.start(keyed(order(WEB, "strict"), "k", "body")));

        assertThat(again.how()).isEqualTo(Started.How.REPLAYED);
        assertThat(again.run().id()).isEqualTo(first.run().id());
        assertThat(ofAnother.run().id()).isNotEqualTo(first.run().id());
        assertThat(elsewhere.run().id()).isNotEqualTo(first.run().id());
        refusal(
                () -> now(runs.start(keyed(order(WEB, "order-desk"), "k", "other"))),
                ProblemCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void a_busy_thread_is_waited_for_unless_the_caller_would_rather_not() {
        RunRecord first = stage.started(WEB);
        stage.views.put(thread(first));
        StartOrder next = order(WEB, "order-desk");

        RunRecord second =
                now(runs.start(RunStage.in(next, first.thread(), Busy.ENQUEUE))).run();
        assertThat(second.threadPos()).isEqualTo(2);
        assertThat(refusal(
                                () -> now(runs.start(RunStage.in(next, first.thread(), Busy.REJECT))),
                                ProblemCode.THREAD_BUSY)
                        .problem()
                        .facts())
                .containsEntry("run", second.id());
    }

    @Test
    void a_thread_of_our_naming_that_is_not_there_is_a_slip_and_one_of_theirs_is_a_new_one() {
        refusal(
                () -> now(runs.start(RunStage.in(order(WEB, "order-desk"), "thread_gone", Busy.ENQUEUE))),
                ProblemCode.THREAD_NOT_FOUND);
        assertThat(now(runs.start(RunStage.in(order(WEB, "order-desk"), "mine", Busy.ENQUEUE)))
                        .run()
                        .thread())
                .isEqualTo("mine");
    }

    @Test
    void another_s_thread_is_not_there() {
        RunRecord run = now(runs.start(RunStage.in(order(WEB, "order-desk"), "mine", Busy.ENQUEUE)))
                .run();
        stage.views.put(thread(run));
        Caller bob = caller("web", "bob", "agent:order-desk");

        refusal(
                () -> now(runs.start(RunStage.in(order(bob, "order-desk"), "mine", Busy.ENQUEUE))),
                ProblemCode.THREAD_NOT_FOUND);
        refusal(() -> now(runs.thread(bob, "mine")), ProblemCode.THREAD_NOT_FOUND);
        assertThat(now(runs.thread(WEB, "mine")).agent()).isEqualTo("order-desk");
    }

    @Test
    void a_run_is_its_creator_s_and_its_tenant_s_administrators_and_not_there_for_anybody_else() {
        String run = stage.started(WEB).id();

        assertThat(now(runs.find(WEB, run)).id()).isEqualTo(run);
        assertThat(now(runs.find(caller("ops", "eve", "admin"), run)).id()).isEqualTo(run);
        refusal(() -> now(runs.find(caller("web", "bob"), run)), ProblemCode.RUN_NOT_FOUND);
        refusal(() -> now(runs.find(caller("web", null), run)), ProblemCode.RUN_NOT_FOUND);
        AgentIdentity elsewhere = new AgentIdentity("ops", "eve", Set.of(), true, "other-tenant", null);
        refusal(() -> now(runs.find(caller(elsewhere, "admin"), run)), ProblemCode.RUN_NOT_FOUND);
        refusal(() -> now(runs.find(WEB, "run_\0")), ProblemCode.RUN_NOT_FOUND);
    }

    @Test
    void a_view_has_the_revision_that_the_run_is_pinned_to() {
        RunView view = now(runs.view(WEB, stage.started(WEB).id()));

        assertThat(view.revision().at("/prompt/digest").asText()).isEqualTo("d1");
        assertThat(view.details().steps()).isEmpty();
    }

    @Test
    void a_wish_to_cancel_lies_in_the_inbox_with_who_and_why_and_wakes_the_run() {
        RunRecord run = stage.started(WEB);
        stage.woken.clear();

        now(runs.cancel(WEB, run.id(), Optional.of("too dear")));

        assertThat(now(stage.store.signals(run.id(), 0))).singleElement().satisfies(signal -> {
            assertThat(signal.kind()).isEqualTo(Signal.Kind.CANCEL);
            assertThat(signal.actor()).isEqualTo("web/ada");
            assertThat(Json.own(signal.data()).path("reason").asText()).isEqualTo("too dear");
        });
        assertThat(stage.woken).containsExactly(run.id());
        refusal(() -> now(runs.cancel(caller("web", "bob"), run.id(), Optional.empty())), ProblemCode.RUN_NOT_FOUND);
    }

    @Test
    void only_what_has_ended_is_erased() {
        refusal(() -> now(runs.erase(WEB, stage.started(WEB).id())), ProblemCode.RUN_NOT_ENDED);
    }

    @Test
    void a_store_that_is_lost_is_not_taken_for_an_answer() {
        stage.store.breakDown();

        assertThatThrownBy(() -> stage.started(WEB)).isInstanceOf(StoreUnavailable.class);
        assertThat(stage.woken).isEmpty();
    }

    private static ThreadLine thread(RunRecord run) {
        return new ThreadLine(
                run.thread(), run.tenant(), run.agent(), run.client(), run.subject(), 1, run.id(), RunStage.START);
    }
}

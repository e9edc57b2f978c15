package io.sallyport.run;

import static io.sallyport.run.RunStage.caller;
import static io.sallyport.run.RunStage.now;
import static io.sallyport.run.RunStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.ApprovalRow;
import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Decision;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Kin;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.Bytes;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
    private static final Bytes ARGUMENTS = Bytes.of("{\"quantity\":2,\"sku\":\"anvil\"}");
    private static final Duration OPEN_FOR = Duration.ofHours(1);
    private static final Caller WEB = caller("web", "ada", "agent:order-desk");
    private static final Caller EVE = caller("ops", "eve", "approve:order-desk");
    private static final Caller MALLORY = caller("ops", "mallory", "approve:create_order");

    private final RunStage stage = new RunStage();
    private String run = "";

    @BeforeEach
    void a_run_waits_for_approval() {
        RunRecord record = stage.started(WEB);
        run = record.id();
        Claimed claimed = now(stage.store.claim(
                        new ClaimOrder("r1", 1, Duration.ofSeconds(15), Duration.ofMinutes(1), false)))
                .getFirst();
        CommitOutcome outcome = now(stage.store.commit(new Commit(
                "c1",
                CommitPoint.C4_DECISION,
                claimed.lease(),
                2,
                0,
                new Ending.Wait(RunStatus.WAITING_APPROVAL, Optional.of(OPEN_FOR)),
                List.of(new NewEvent("run.waiting", Bytes.of("{}"), null)),
                Totals.NONE,
                List.of(),
                List.of(new ApprovalRow(
                        "appr_1", "call_1", "create_order", "order-desk", ARGUMENTS.sha256(), OPEN_FOR)),
                Optional.empty(),
                List.of(),
                Kin.NONE)));
        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        stage.views.put(line(record));
        stage.woken.clear();
    }

    @Test
    void what_waits_is_shown_to_whom_it_waits_for() {
        assertThat(now(stage.approvals.waiting(EVE, null, 10)).lines())
                .extracting(ApprovalLine::id)
                .containsExactly("appr_1");
        assertThat(now(stage.approvals.waiting(MALLORY, null, 10)).lines()).hasSize(1);
        assertThat(now(stage.approvals.waiting(WEB, null, 10)).lines()).isEmpty();
    }

    @Test
    void a_page_that_has_nothing_for_the_caller_still_says_where_to_go_on() {
        stage.views.put(other("appr_2"));
        Approvals.Waiting page = now(stage.approvals.waiting(WEB, null, 1));

        assertThat(page.lines()).isEmpty();
        assertThat(page.next()).isEqualTo("appr_1");
        assertThat(now(stage.approvals.waiting(WEB, page.next(), 1)).next()).isNull();
    }

    @Test
    void a_yes_is_told_to_the_run_with_what_it_is_for_and_wakes_it() {
        now(stage.approvals.decide(EVE, run, "appr_1", yes()));

        assertThat(stage.woken).containsExactly(run);
        assertThat(now(stage.store.signals(run, 0))).singleElement().satisfies(signal -> {
            assertThat(signal.actor()).isEqualTo("ops/eve");
            assertThat(Json.own(signal.data()).path("decision").asText()).isEqualTo("approve");
            assertThat(Json.own(signal.data()).path("call").asText()).isEqualTo("call_1");
            assertThat(Json.own(signal.data()).path("argsHash").asText())
                    .isEqualTo(ARGUMENTS.sha256().hex());
        });
    }

    @Test
    void a_second_decision_is_told_who_was_first() {
        now(stage.approvals.decide(EVE, run, "appr_1", yes()));

        assertThat(refusal(
                                () -> now(stage.approvals.decide(
                                        MALLORY,
                                        run,
                                        "appr_1",
                                        new Verdict(
                                                Decision.Verdict.DENIED,
                                                Optional.of("no"),
                                                Optional.empty(),
                                                Optional.empty()))),
                                ProblemCode.APPROVAL_DECIDED)
                        .problem()
                        .facts())
                .containsEntry("decidedBy", "ops/eve")
                .containsEntry("decision", "approved");
        assertThat(now(stage.store.signals(run, 0))).hasSize(1);
    }

    @Test
    void arguments_that_are_not_those_that_wait_are_never_approved() {
        Verdict otherHash = new Verdict(
                Decision.Verdict.APPROVED, Optional.empty(), Optional.of(Sha256.of("{}")), Optional.empty());
        Verdict edited = new Verdict(
                Decision.Verdict.APPROVED,
                Optional.empty(),
                Optional.empty(),
                Json.parse("{\"sku\":\"anvil\",\"quantity\":3}"));
        Verdict same = new Verdict(
                Decision.Verdict.APPROVED,
                Optional.empty(),
                Optional.of(ARGUMENTS.sha256()),
                Json.parse("{\"sku\":\"anvil\",\"quantity\":2}"));

        refusal(() -> now(stage.approvals.decide(EVE, run, "appr_1", otherHash)), ProblemCode.ARGUMENTS_CHANGED);
        refusal(() -> now(stage.approvals.decide(EVE, run, "appr_1", edited)), ProblemCode.ARGUMENTS_CHANGED);
        assertThat(now(stage.store.signals(run, 0))).isEmpty();
        now(stage.approvals.decide(EVE, run, "appr_1", same));
        assertThat(now(stage.store.signals(run, 0))).hasSize(1);
    }

    @Test
    void what_nobody_decided_in_time_is_decided() {
        stage.store.elapse(OPEN_FOR.plusSeconds(1));

        refusal(() -> now(stage.approvals.decide(EVE, run, "appr_1", yes())), ProblemCode.APPROVAL_EXPIRED);
    }

    @Test
    void who_started_the_run_is_told_what_is_lacking_and_for_others_there_is_nothing() {
        assertThat(refusal(() -> now(stage.approvals.decide(WEB, run, "appr_1", yes())), ProblemCode.PERMISSION_DENIED)
                        .problem()
                        .facts())
                .containsEntry("permission", "approve:order-desk");
        refusal(() -> now(stage.approvals.decide(caller("web", "bob"), run, "appr_1", yes())), ProblemCode.NOT_FOUND);
        refusal(() -> now(stage.approvals.decide(EVE, "run_other", "appr_1", yes())), ProblemCode.NOT_FOUND);
        refusal(() -> now(stage.approvals.decide(EVE, run, "appr_9", yes())), ProblemCode.NOT_FOUND);
        refusal(() -> now(stage.approvals.decide(EVE, run, "\0", yes())), ProblemCode.NOT_FOUND);
        AgentIdentity elsewhere = new AgentIdentity("ops", "eve", Set.of(), true, "other-tenant", null);
        refusal(
                () -> now(stage.approvals.decide(caller(elsewhere, "approve:order-desk"), run, "appr_1", yes())),
                ProblemCode.NOT_FOUND);
    }

    @Test
    void a_program_that_could_see_the_run_is_told_that_a_person_has_to_decide() {
        AgentIdentity program = new AgentIdentity("batch", null, Set.of(), false, "default", null);

        assertThat(refusal(
                                () -> now(stage.approvals.decide(caller(program, "admin"), run, "appr_1", yes())),
                                ProblemCode.PERMISSION_DENIED)
                        .getMessage())
                .contains("person");
    }

    @Test
    void the_agent_s_own_client_does_not_approve_what_the_agent_wants() {
        Caller own = caller("order-desk-client", "ada", "approve:order-desk");

        assertThat(refusal(() -> now(stage.approvals.decide(own, run, "appr_1", yes())), ProblemCode.PERMISSION_DENIED)
                        .getMessage())
                .contains("own client");
    }

    private static Verdict yes() {
        return new Verdict(Decision.Verdict.APPROVED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ApprovalLine line(RunRecord run) {
        return new ApprovalLine(
                "appr_1",
                "default",
                run.id(),
                "order-desk",
                run.revision(),
                "call_1",
                "create_order",
                ARGUMENTS.sha256(),
                ARGUMENTS,
                "PENDING",
                RunStage.START,
                RunStage.START.plus(OPEN_FOR),
                null,
                null,
                null,
                "web",
                "ada",
                List.of("find_price"),
                null,
                null);
    }

    private ApprovalLine other(String id) {
        ApprovalLine first = now(stage.views.approval("appr_1")).orElseThrow();
        return new ApprovalLine(
                id,
                first.tenant(),
                first.run(),
                first.agent(),
                first.revision(),
                "call_2",
                first.tool(),
                first.argsHash(),
                first.arguments(),
                first.state(),
                first.createdAt(),
                first.expiresAt(),
                null,
                null,
                null,
                first.client(),
                first.subject(),
                first.sources(),
                null,
                null);
    }
}

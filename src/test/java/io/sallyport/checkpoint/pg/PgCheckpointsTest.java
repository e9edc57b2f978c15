package io.sallyport.checkpoint.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.ApprovalRow;
import io.sallyport.checkpoint.AttemptRow;
import io.sallyport.checkpoint.CallRow;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.CheckpointsContract;
import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.checkpoint.Decided;
import io.sallyport.checkpoint.Decision;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.core.Bytes;
import io.sallyport.testing.TestingPostgres;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgCheckpointsTest extends CheckpointsContract {
    private static TestingPostgres postgres;
    private static StoreUnderTest store;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        store = PgStores.over(
                postgres,
                new PgCheckpoints(
                        postgres.pool(16, postgres.port()),
                        StoreUnderTest.LEASE,
                        StoreUnderTest.KEYS_KEPT,
                        CrashPoints.NONE));
    }

    @BeforeEach
    void empty() {
        postgres.empty();
    }

    @Test
    void an_acceptance_that_is_sent_again_although_the_first_one_was_carried_out_finds_its_run() {
        NewRun order = store.order();
        RunRecord first = store.accepted(order);
        assertThat(store.accepted(order).id()).isEqualTo(first.id());
        assertThat(postgres.ask("SELECT count(*)::text FROM run")).containsExactly("1");
    }

    @Test
    void a_reason_for_denying_is_kept_until_the_run_is_erased() {
        Lease lease = store.leased();
        CallRow asks = StoreUnderTest.call(store.name("call"), 0, CallState.AWAITING_APPROVAL, "", "{}");
        ApprovalRow approval = new ApprovalRow(
                store.name("appr"), asks.id(), "create_order", "order-desk", asks.argsHash(), Duration.ofHours(1));
        store.now(store.port()
                .commit(store.commit(lease, draft -> draft.calls(asks).approvals(approval))));
        store.now(store.port()
                .decide(new Decision(
                        lease.run(),
                        approval.id(),
                        Decision.Verdict.DENIED,
                        asks.argsHash(),
                        "web-chat/alice",
                        Bytes.of("{\"reason\":\"Too dear.\\u0000\"}"))));
        assertThat(postgres.ask("SELECT reason FROM approval")).containsExactly("Too dear.\uFFFD");

        store.now(store.port()
                .commit(store.commit(lease, draft -> draft.seen(1).ending(new Ending.End(RunStatus.COMPLETED)))));
        store.now(store.port().erase(lease.run()));
        assertThat(postgres.ask("SELECT coalesce(reason, '-') FROM approval")).containsExactly("-");
    }

    @Test
    void a_question_keeps_the_rule_that_wants_it_and_whose_words_it_is_about() {
        Lease lease = store.leased();
        CallRow asks = StoreUnderTest.call(store.name("call"), 0, CallState.AWAITING_APPROVAL, "", "{}");
        ApprovalRow approval = new ApprovalRow(
                store.name("appr"),
                asks.id(),
                "send_email",
                "order-desk",
                asks.argsHash(),
                Duration.ofHours(1),
                "policy: untrusted words decide",
                Bytes.of("[]"));
        store.now(store.port()
                .commit(store.commit(lease, draft -> draft.calls(asks).approvals(approval))));

        assertThat(postgres.ask("SELECT rule || ' ' || convert_from(origins, 'UTF8') FROM approval"))
                .containsExactly("policy: untrusted words decide []");
    }

    @Test
    void the_end_of_a_run_takes_its_open_approvals_along() {
        Lease lease = store.leased();
        CallRow asks = StoreUnderTest.call(store.name("call"), 0, CallState.AWAITING_APPROVAL, "", "{}");
        ApprovalRow approval = new ApprovalRow(
                store.name("appr"), asks.id(), "create_order", "order-desk", asks.argsHash(), Duration.ofHours(1));
        store.now(store.port()
                .commit(store.commit(lease, draft -> draft.calls(asks).approvals(approval))));
        assertThat(postgres.ask("SELECT state FROM approval")).containsExactly("PENDING");

        store.end(lease);

        assertThat(postgres.ask("SELECT state FROM approval")).containsExactly("EXPIRED");
        assertThat(store.now(store.port()
                        .decide(new Decision(
                                lease.run(),
                                approval.id(),
                                Decision.Verdict.APPROVED,
                                asks.argsHash(),
                                "web-chat/alice",
                                Bytes.of("{}")))))
                .isEqualTo(new Decided.Expired());
    }

    @Test
    void an_attempt_that_another_follows_without_an_answer_is_lost_and_has_cost_what_it_held() {
        Lease lease = store.leased();
        begin(lease, 1);
        begin(lease, 2);

        assertThat(
                        postgres.ask(
                                "SELECT attempt || ' ' || state || ' ' || coalesce(cost_nano, -1) FROM model_attempt ORDER BY attempt"))
                .containsExactly("1 LOST 5000", "2 STARTED 0");

        store.end(lease);
        assertThat(postgres.ask("SELECT state FROM model_attempt ORDER BY attempt"))
                .containsExactly("LOST", "LOST");
    }

    @Test
    void an_attempt_that_a_provider_has_refused_has_failed_with_its_run_and_has_cost_nothing() {
        Lease lease = store.leased();
        begin(lease, 1);

        store.now(store.port().commit(store.commit(lease, draft -> draft.ending(new Ending.End(RunStatus.FAILED)))));

        assertThat(postgres.ask("SELECT state || ' ' || cost_nano FROM model_attempt"))
                .containsExactly("FAILED 0");
    }

    private static void begin(Lease lease, int attempt) {
        AttemptRow begun = new AttemptRow(1, attempt, "STARTED", "chat", null, null, 100, 5000, null, 0);
        store.now(store.port().commit(store.commit(lease, draft -> draft.attempt(begun))));
    }

    @Override
    public StoreUnderTest store() {
        return store;
    }
}

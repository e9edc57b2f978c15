package io.sallyport.checkpoint;

import static io.sallyport.checkpoint.StoreUnderTest.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.Decision.Verdict;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The inbox, and persons' answers. */
interface SignalContract {
    Sha256 SHOWN = Sha256.of("{\"quantity\":3}");
    Bytes YES = Bytes.of("{\"decision\":\"approve\",\"reason\":\"a\0b\"}");

    StoreUnderTest store();

    private Commit asking(Lease lease, String approval) {
        String id = store().name("call");
        return store().commit(
                        lease,
                        draft -> draft.calls(call(id, 0, CallState.AWAITING_APPROVAL, "", "{\"quantity\":3}"))
                                .approvals(new ApprovalRow(
                                        approval, id, "create_order", "order-desk", SHOWN, Duration.ofHours(1)))
                                .ending(new Ending.Wait(RunStatus.WAITING_APPROVAL, Optional.of(Duration.ofHours(2)))));
    }

    /** A run that waits for the approval {@code approval}. */
    private String waiting(String approval) {
        Lease lease = store().leased();
        assertThat(store().now(store().port().commit(asking(lease, approval))))
                .isInstanceOf(CommitOutcome.Committed.class);
        return lease.run();
    }

    private Uni<Decided> deciding(String run, String approval, Verdict verdict, String by) {
        return store().port().decide(new Decision(run, approval, verdict, SHOWN, by, YES));
    }

    @Test
    default void signals_are_numbered_without_a_gap_and_kept_in_their_order() {
        String run = store().accepted().id();
        List<Uni<Optional<Signal>>> many = IntStream.range(0, 20)
                .mapToObj(i -> store().port()
                        .signal(new NewSignal(run, Signal.Kind.INPUT, Bytes.of("{\"i\":" + i + "}"), "web-chat")))
                .toList();

        List<Signal> raised =
                store().together(many).stream().map(Optional::orElseThrow).toList();

        List<Signal> inbox = store().now(store().port().signals(run, 0));
        assertThat(inbox).hasSize(20).containsExactlyInAnyOrderElementsOf(raised);
        assertThat(inbox).extracting(Signal::n).isSorted();
        assertThat(inbox.getFirst().n()).isEqualTo(1);
        assertThat(store().now(store().port().signals(run, 18))).hasSize(2);
        assertThat(store().find(run).signals()).isEqualTo(20);
    }

    @Test
    default void of_many_who_settle_one_call_at_the_same_moment_one_is_heard_and_the_others_are_told_who() {
        String run = store().accepted().id();
        List<Uni<String>> crowd = IntStream.range(0, 20)
                .mapToObj(i -> store().port()
                        .signal(answer(run, "call_1", "person-" + i))
                        .map(raised -> raised.orElseThrow().actor())
                        .onFailure(AlreadyTold.class)
                        .recoverWithItem(told -> "after " + ((AlreadyTold) told).by()))
                .toList();

        List<String> heard = store().together(crowd);

        List<Signal> inbox = store().now(store().port().signals(run, 0));
        String first = inbox.getFirst().actor();
        assertThat(inbox).hasSize(1);
        assertThat(heard).containsOnly(first, "after " + first).containsOnlyOnce(first);
        assertThat(store().find(run).signals()).isEqualTo(1);
        assertThat(store().now(store().port().signal(answer(run, "call_2", "person-1"))))
                .isPresent();
    }

    private static NewSignal answer(String run, String call, String by) {
        return new NewSignal(run, Signal.Kind.INPUT, Bytes.of("{\"by\":\"" + by + "\"}"), by, call);
    }

    @Test
    default void a_signal_wakes_who_sleeps_and_leaves_who_runs_alone() {
        Lease running = store().leased();
        store().now(store().port().signal(store().cancel(running.run())));
        assertThat(store().find(running.run()).status()).isEqualTo(RunStatus.RUNNING);

        String sleeping = waiting(store().name("appr"));
        store().now(store().port().signal(store().cancel(sleeping)));

        assertThat(store().find(sleeping).status()).isEqualTo(RunStatus.QUEUED);
        assertThat(store().find(sleeping).waitUntil()).isNull();
        assertThat(store().claim(sleeping)).isPresent();
    }

    @Test
    default void nobody_signals_a_run_that_is_not_there() {
        assertThat(store().now(store().port().signal(store().cancel("run_none"))))
                .isEmpty();
    }

    @Test
    default void an_approval_is_decided_and_its_run_woken() {
        String approval = store().name("appr");
        String run = waiting(approval);

        Decided decided = store().now(deciding(run, approval, Verdict.APPROVED, "web-chat/alice"));

        Signal signal = ((Decided.Now) decided).signal();
        assertThat(signal.n()).isEqualTo(1);
        assertThat(signal.kind()).isEqualTo(Signal.Kind.APPROVAL);
        assertThat(signal.data()).isEqualTo(YES);
        assertThat(store().now(store().port().signals(run, 0))).containsExactly(signal);
        assertThat(store().claim(run)).isPresent();
    }

    @Test
    default void an_approval_is_decided_once_also_by_many_at_the_same_moment() {
        String approval = store().name("appr");
        String run = waiting(approval);
        List<Uni<Decided>> crowd = IntStream.range(0, 20)
                .mapToObj(i ->
                        deciding(run, approval, i % 2 == 0 ? Verdict.APPROVED : Verdict.DENIED, "web-chat/person-" + i))
                .toList();

        List<Decided> answers = store().together(crowd);

        List<Decided> winners =
                answers.stream().filter(Decided.Now.class::isInstance).toList();
        assertThat(winners).hasSize(1);
        int winner = answers.indexOf(winners.getFirst());
        assertThat(answers)
                .filteredOn(answer -> !(answer instanceof Decided.Now))
                .hasSize(19)
                .containsOnly(new Decided.Already(
                        "web-chat/person-" + winner, winner % 2 == 0 ? Verdict.APPROVED : Verdict.DENIED));
        assertThat(store().now(store().port().signals(run, 0))).hasSize(1);
        assertThat(store().find(run).signals()).isEqualTo(1);
    }

    @Test
    default void an_approval_of_other_arguments_is_refused_and_can_still_be_given() {
        String approval = store().name("appr");
        String run = waiting(approval);
        Decision edited =
                new Decision(run, approval, Verdict.APPROVED, Sha256.of("{\"quantity\":300}"), "web-chat/alice", YES);

        assertThat(store().now(store().port().decide(edited))).isEqualTo(new Decided.ArgumentsDiffer());
        assertThat(store().now(store().port().signals(run, 0))).isEmpty();
        assertThat(store().now(deciding(run, approval, Verdict.APPROVED, "web-chat/alice")))
                .isInstanceOf(Decided.Now.class);
    }

    @Test
    default void an_approval_expires() {
        String approval = store().name("appr");
        String run = waiting(approval);
        store().elapse(Duration.ofMinutes(61));

        assertThat(store().now(deciding(run, approval, Verdict.APPROVED, "web-chat/alice")))
                .isEqualTo(new Decided.Expired());
        assertThat(store().find(run).signals()).isZero();
    }

    @Test
    default void an_approval_ends_with_its_run() {
        String approval = store().name("appr");
        String run = waiting(approval);
        store().now(store().port().signal(store().cancel(run)));
        Lease lease = store().claim(run).orElseThrow().lease();
        store().now(store().port()
                .commit(store().commit(lease, draft -> draft.seen(1).ending(new Ending.End(RunStatus.CANCELLED)))));

        assertThat(store().now(deciding(run, approval, Verdict.APPROVED, "web-chat/alice")))
                .isEqualTo(new Decided.Expired());
    }

    @Test
    default void an_approval_belongs_to_its_run() {
        String approval = store().name("appr");
        waiting(approval);
        String other = waiting(store().name("appr"));

        assertThat(store().now(deciding(other, approval, Verdict.APPROVED, "web-chat/alice")))
                .isEqualTo(new Decided.NotFound());
        assertThat(store().now(deciding(other, "appr_none", Verdict.DENIED, "web-chat/alice")))
                .isEqualTo(new Decided.NotFound());
    }

    private static CallRow denied(CallRow asks) {
        return new CallRow(
                asks.id(),
                asks.step(),
                asks.ordinal(),
                asks.tool(),
                null,
                asks.argsHash(),
                null,
                CallState.DENIED,
                0,
                null,
                Bytes.of("{}"),
                CallRow.APPROVAL_EXPIRED);
    }

    @Test
    default void of_an_approval_at_the_last_moment_and_its_expiry_one_counts() {
        for (boolean personFirst : List.of(true, false)) {
            Lease lease = store().leased();
            CallRow asks = StoreUnderTest.call(store().name("call"), 0, CallState.AWAITING_APPROVAL, "", "{}");
            ApprovalRow approval = new ApprovalRow(
                    store().name("appr"),
                    asks.id(),
                    "create_order",
                    "order-desk",
                    asks.argsHash(),
                    Duration.ofHours(1));
            store().now(store().port()
                    .commit(store().commit(lease, draft -> draft.calls(asks).approvals(approval))));
            Decision decision = new Decision(
                    lease.run(),
                    approval.id(),
                    Decision.Verdict.APPROVED,
                    asks.argsHash(),
                    "web-chat/alice",
                    Bytes.of("{}"));
            Commit expiry = store().commit(lease, draft -> draft.calls(denied(asks)));

            if (personFirst) {
                assertThat(store().now(store().port().decide(decision))).isInstanceOf(Decided.Now.class);
                assertThat(store().now(store().port().commit(expiry))).isInstanceOf(CommitOutcome.Signalled.class);
                assertThat(store().goOn(lease)).isInstanceOf(CommitOutcome.Committed.class);
            } else {
                assertThat(store().now(store().port().commit(expiry))).isInstanceOf(CommitOutcome.Committed.class);
                assertThat(store().now(store().port().decide(decision))).isEqualTo(new Decided.Expired());
            }
        }
    }
}

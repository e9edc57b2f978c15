package io.sallyport.checkpoint;

import static io.sallyport.checkpoint.StoreUnderTest.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.checkpoint.CommitOutcome.Committed;
import io.sallyport.checkpoint.CommitOutcome.Lost;
import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs that begin runs: both or neither, once for each call, and ends that nobody can lose. */
interface ChildContract {
    Bytes REPORT = Bytes.of("{\"child\":\"x\",\"status\":\"COMPLETED\"}");

    StoreUnderTest store();

    private Commit beginning(Lease parent, NewRun child, String call) {
        return store().commit(
                        parent, draft -> draft.at(CommitPoint.C5_INTENT).kin(Kin.begins(new NewChild(child, call))));
    }

    /** A child of whoever has {@code parent}, begun by a call of that name. */
    private NewRun begun(Lease parent, String call) {
        NewRun child = store().order();
        assertThat(store().now(store().port().commit(beginning(parent, child, call))))
                .isInstanceOf(Committed.class);
        return child;
    }

    private CommitOutcome ended(Lease lease, Kin kin) {
        return store().now(store().port()
                .commit(store().commit(
                                lease,
                                draft -> draft.ending(new Ending.End(RunStatus.COMPLETED))
                                        .kin(kin)
                                        .seen(store().find(lease.run()).signals()))));
    }

    private List<Mail> outbox(String run) {
        return store().now(store().port().outbox(run));
    }

    @Test
    default void a_child_begins_with_the_commit_that_says_so_and_can_be_claimed() {
        Lease parent = store().leased();
        NewRun child = begun(parent, "call_1");

        RunRecord row = store().find(child.id());
        RunRecord above = store().find(parent.run());
        assertThat(row.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(row.parentRun()).isEqualTo(parent.run());
        assertThat(row.rootRun()).isEqualTo(above.rootRun());
        assertThat(row.depth()).isEqualTo(1);
        assertThat(row.client()).isEqualTo(above.client());
        assertThat(row.subject()).isEqualTo(above.subject());
        assertThat(row.tenant()).isEqualTo(above.tenant());
        assertThat(row.agent()).isEqualTo(child.agent());
        assertThat(row.threadPos()).isEqualTo(1);
        assertThat(store().journal(child.id()))
                .extracting(event -> new NewEvent(event.type(), event.data(), event.content()))
                .containsExactly(child.created());
        assertThat(store().now(store().port().revision(child.revision()))).isEqualTo(child.revisionSpec());
        Lease lease = store().claim(child.id()).orElseThrow().lease();
        NewRun grandchild = begun(lease, "call_1");
        assertThat(store().find(grandchild.id()).depth()).isEqualTo(2);
        assertThat(store().find(grandchild.id()).rootRun()).isEqualTo(above.rootRun());
    }

    @Test
    default void who_has_lost_the_parent_begins_no_child() {
        Lease old = store().leased();
        NewRun late = store().order();
        Commit frozen = beginning(old, late, "call_1");
        store().elapse(LEASE.plusMillis(1));
        Lease taken = store().claim(old.run()).orElseThrow().lease();

        assertThat(store().now(store().port().commit(frozen))).isEqualTo(new Lost());
        assertThat(store().now(store().port().find(late.id()))).isEmpty();
        NewRun child = begun(taken, "call_1");
        assertThat(store().now(store().port().commit(frozen))).isEqualTo(new Lost());
        assertThat(store().now(store().port().find(late.id()))).isEmpty();
        assertThat(store().find(child.id()).parentRun()).isEqualTo(old.run());
    }

    @Test
    default void the_same_commit_again_begins_nothing_again() {
        Lease parent = store().leased();
        NewRun child = store().order();
        Commit commit = beginning(parent, child, "call_1");

        List<CommitOutcome> outcomes = store().together(IntStream.range(0, 10)
                .mapToObj(i -> store().port().commit(commit))
                .toList());

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Committed.class));
        assertThat(store().journal(child.id())).hasSize(1);
        assertThat(store().journal(parent.run())).hasSize(2);
    }

    @Test
    default void a_call_begins_one_run_whoever_tries() {
        Lease parent = store().leased();
        begun(parent, "call_1");
        NewRun second = store().order();

        Optional<CommitOutcome> outcome = store().now(store().port()
                .commit(beginning(parent, second, "call_1"))
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(Optional.empty()));

        assertThat(outcome).isEmpty();
        assertThat(store().now(store().port().find(second.id()))).isEmpty();
        assertThat(store().journal(parent.run())).hasSize(2);
    }

    @Test
    default void a_childs_end_is_durable_with_its_last_commit_and_wakes_the_parent_once() {
        Lease parent = store().leased();
        NewRun child = begun(parent, "call_1");
        store().sleep(parent, RunStatus.WAITING_CHILD, Optional.empty());
        Lease lease = store().claim(child.id()).orElseThrow().lease();
        ended(lease, Kin.tells(REPORT));

        Mail mail = new Mail(parent.run(), Signal.Kind.CHILD_END, "call_1");
        assertThat(outbox(child.id())).containsExactly(mail);
        assertThat(store().now(store().port().signals(parent.run(), 0))).isEmpty();
        List<Uni<Mail.Delivery>> crowd = IntStream.range(0, 10)
                .mapToObj(i -> store().port().deliver(mail))
                .toList();
        assertThat(store().together(crowd))
                .containsOnlyOnce(Mail.Delivery.WOKEN)
                .doesNotContain(Mail.Delivery.AT_WORK);

        assertThat(store().now(store().port().signals(parent.run(), 0)))
                .singleElement()
                .satisfies(signal -> {
                    assertThat(signal.kind()).isEqualTo(Signal.Kind.CHILD_END);
                    assertThat(signal.data()).isEqualTo(REPORT);
                    assertThat(signal.actor()).isEqualTo(child.id());
                });
        assertThat(outbox(child.id())).isEmpty();
        assertThat(store().find(parent.run()).status()).isEqualTo(RunStatus.QUEUED);
        assertThat(store().find(parent.run()).signals()).isEqualTo(1);
    }

    @Test
    default void a_parent_that_has_not_seen_the_end_does_not_fall_asleep_on_it() {
        Lease parent = store().leased();
        NewRun child = begun(parent, "call_1");
        ended(store().claim(child.id()).orElseThrow().lease(), Kin.tells(REPORT));
        outbox(child.id())
                .forEach(mail -> store().now(store().port().deliver(mail).replaceWith(true)));

        assertThat(store().sleep(parent, RunStatus.WAITING_CHILD, Optional.empty()))
                .isEqualTo(new CommitOutcome.Signalled());
    }

    @Test
    default void a_parents_end_stops_the_children_that_have_not_ended_and_no_others() {
        Lease parent = store().leased();
        NewRun done = begun(parent, "call_1");
        NewRun open = begun(parent, "call_2");
        ended(store().claim(done.id()).orElseThrow().lease(), Kin.tells(REPORT));
        NewRun stranger = begun(store().leased(), "call_2");
        ended(parent, Kin.NONE);

        assertThat(outbox(parent.run())).containsExactly(new Mail(open.id(), Signal.Kind.CANCEL, Mail.PARENT_ENDED));
        outbox(parent.run())
                .forEach(mail -> store().now(store().port().deliver(mail).replaceWith(true)));

        assertThat(store().now(store().port().signals(open.id(), 0)))
                .singleElement()
                .satisfies(signal -> {
                    assertThat(signal.kind()).isEqualTo(Signal.Kind.CANCEL);
                    assertThat(signal.actor()).isEqualTo(parent.run());
                });
        assertThat(store().now(store().port().signals(stranger.id(), 0))).isEmpty();
        assertThat(store().now(store().port().signals(done.id(), 0))).isEmpty();
    }

    @Test
    default void word_for_a_run_that_has_ended_meanwhile_goes_nowhere_and_is_gone() {
        Lease parent = store().leased();
        NewRun child = begun(parent, "call_1");
        ended(store().claim(child.id()).orElseThrow().lease(), Kin.tells(REPORT));
        ended(parent, Kin.NONE);

        outbox(child.id())
                .forEach(mail -> store().now(store().port().deliver(mail).replaceWith(true)));

        assertThat(store().now(store().port().signals(parent.run(), 0))).isEmpty();
        assertThat(outbox(child.id())).isEmpty();
    }

    @Test
    default void who_ends_after_the_parent_leaves_no_word_and_says_so() {
        Lease parent = store().leased();
        Lease early = store().claim(begun(parent, "call_1").id()).orElseThrow().lease();
        Lease late = store().claim(begun(parent, "call_2").id()).orElseThrow().lease();

        assertThat(leftWord(ended(early, Kin.tells(REPORT)))).isTrue();
        assertThat(leftWord(ended(parent, Kin.NONE))).isTrue();
        assertThat(leftWord(ended(late, Kin.tells(REPORT)))).isFalse();
        assertThat(leftWord(ended(store().leased(), Kin.NONE))).isFalse();

        assertThat(outbox(late.run())).isEmpty();
    }

    private static boolean leftWord(CommitOutcome outcome) {
        return outcome instanceof CommitOutcome.Committed committed && committed.leftWord();
    }

    @Test
    default void word_for_a_run_at_work_is_for_its_owner_alone() {
        Lease parent = store().leased();
        NewRun child = begun(parent, "call_1");
        ended(store().claim(child.id()).orElseThrow().lease(), Kin.tells(REPORT));
        Mail mail = new Mail(parent.run(), Signal.Kind.CHILD_END, "call_1");

        assertThat(store().now(store().port().deliver(mail))).isEqualTo(Mail.Delivery.AT_WORK);
        assertThat(store().now(store().port().deliver(mail))).isEqualTo(Mail.Delivery.NOWHERE);
        assertThat(store().find(parent.run()).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    default void what_nobody_has_carried_is_found_by_its_age() {
        Lease parent = store().leased();
        NewRun child = begun(parent, "call_1");
        ended(store().claim(child.id()).orElseThrow().lease(), Kin.tells(REPORT));
        Mail mail = new Mail(parent.run(), Signal.Kind.CHILD_END, "call_1");

        assertThat(store().now(store().port().lateMail(Duration.ofHours(1), 1000)))
                .doesNotContain(mail);
        store().elapse(Duration.ofHours(2));
        assertThat(store().now(store().port().lateMail(Duration.ofHours(1), 1000)))
                .contains(mail);
    }
}

package io.sallyport.checkpoint;

import static io.sallyport.checkpoint.StoreUnderTest.LEASE;
import static io.sallyport.checkpoint.StoreUnderTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CommitOutcome.Committed;
import io.sallyport.checkpoint.CommitOutcome.Lost;
import io.sallyport.checkpoint.CommitOutcome.Signalled;
import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C2 to C7: what one fenced write does, and when it does nothing. */
interface CommitContract {
    StoreUnderTest store();

    @Test
    default void events_are_appended_without_a_gap_byte_for_byte() {
        Lease lease = store().leased();
        NewEvent odd = new NewEvent(
                "tool.completed", Bytes.of(new byte[] {'{', '}', 0, (byte) 0xff}), Bytes.of("\"a\0b\\u0000 😀\""));
        NewEvent bare = new NewEvent("step.started", Bytes.of("{}"), null);
        NewEvent empty = new NewEvent("step.started", Bytes.of("{}"), Bytes.of(""));

        CommitOutcome outcome =
                store().now(store().port().commit(store().commit(lease, draft -> draft.events(odd, bare, odd, empty))));

        List<JournalEvent> journal = store().journal(lease.run());
        assertThat(journal).extracting(JournalEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(journal.subList(1, 5))
                .extracting(event -> new NewEvent(event.type(), event.data(), event.content()))
                .containsExactly(odd, bare, odd, empty);
        assertThat(journal.subList(1, 5)).allSatisfy(event -> {
            assertThat(event.at()).isEqualTo(((Committed) outcome).at());
            assertThat(event.erased()).isFalse();
        });
        assertThat(journal).extracting(JournalEvent::at).isSorted();
        assertThat(store().find(lease.run()).nextSeq()).isEqualTo(6);
    }

    @Test
    default void events_are_read_from_a_cursor_and_no_more_than_asked_for() {
        Lease lease = store().leased();
        IntStream.range(0, 4).forEach(i -> store().goOn(lease));

        assertThat(store().now(store().port().events(lease.run(), 2, 2)))
                .extracting(JournalEvent::seq)
                .containsExactly(3L, 4L);
        assertThat(store().now(store().port().events(lease.run(), 5, 2))).isEmpty();
    }

    @Test
    default void totals_are_as_the_last_commit_wrote_them() {
        Lease lease = store().leased();
        Totals totals = new Totals(1200, 2, 3, new Usage(100, 20, 30, 4), 500, 9_000_000_001L, 77);

        store().now(store().port().commit(store().commit(lease, draft -> draft.totals(totals))));

        assertThat(store().find(lease.run()).totals()).isEqualTo(totals);
    }

    @Test
    default void an_older_epoch_writes_nothing_even_where_nobody_has_written_since() {
        Lease old = store().leased();
        Commit frozen = store().commit(old, draft -> draft);
        store().elapse(LEASE.plusMillis(1));
        Lease taken = store().claim(old.run()).orElseThrow().lease();

        assertThat(store().now(store().port().commit(frozen))).isEqualTo(new Lost());
        assertThat(store().journal(old.run())).hasSize(1);
        assertThat(store().goOn(taken)).isInstanceOf(Committed.class);
        assertThat(store().now(store().port().commit(frozen))).isEqualTo(new Lost());
    }

    @Test
    default void an_owner_whose_lease_is_over_may_write_until_somebody_has_taken_the_run() {
        Lease lease = store().leased();
        store().elapse(LEASE.plusMillis(1));

        assertThat(store().goOn(lease)).isInstanceOf(Committed.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    default void a_commit_that_expects_another_sequence_number_writes_nothing(long expected) {
        Lease lease = store().leased();

        CommitOutcome outcome =
                store().now(store().port().commit(store().commit(lease, draft -> draft.expecting(expected))));

        assertThat(outcome).isEqualTo(new Lost());
        assertThat(store().journal(lease.run())).hasSize(1);
    }

    @Test
    default void a_commit_that_is_sent_twice_is_written_once_and_answered_alike() {
        Lease lease = store().leased();
        Commit commit = store().commit(lease, draft -> draft);

        CommitOutcome first = store().now(store().port().commit(commit));

        assertThat(store().now(store().port().commit(commit))).isEqualTo(first);
        assertThat(store().journal(lease.run())).hasSize(2);
    }

    @Test
    default void of_many_copies_at_once_one_is_written_and_all_are_told_so() {
        Lease lease = store().leased();
        Commit commit = store().commit(lease, draft -> draft);

        List<CommitOutcome> outcomes = store().together(IntStream.range(0, 16)
                .mapToObj(i -> store().port().commit(commit))
                .toList());

        assertThat(outcomes).doesNotContain(new Lost()).containsOnly(outcomes.getFirst());
        assertThat(store().journal(lease.run())).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(value = RunStatus.class, mode = EnumSource.Mode.MATCH_ALL, names = "WAITING_.*")
    default void a_run_that_is_put_to_sleep_has_no_owner(RunStatus waiting) {
        Lease lease = store().leased();

        store().sleep(lease, waiting, Optional.of(Duration.ofMinutes(1)));

        RunRecord run = store().find(lease.run());
        assertThat(run.status()).isEqualTo(waiting);
        assertThat(run.leaseOwner()).isNull();
        assertThat(run.waitUntil()).isEqualTo(run.updatedAt().plusSeconds(60));
        assertThat(store().now(store().port().renew(List.of(lease), LEASE))).isEmpty();
        assertThat(store().goOn(lease)).isEqualTo(new Lost());
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED", "LIMIT_EXCEEDED"})
    default void an_end_is_final_and_holds_nothing(RunStatus terminal) {
        Lease lease = store().leased();
        Totals holding = new Totals(5, 1, 1, new Usage(1, 0, 1, 0), 400, 6, 700);

        store().now(store().port()
                .commit(store().commit(lease, draft -> draft.totals(holding).ending(new Ending.End(terminal)))));

        RunRecord run = store().find(lease.run());
        assertThat(run.status()).isEqualTo(terminal);
        assertThat(run.leaseOwner()).isNull();
        assertThat(run.endedAt()).isNotNull();
        assertThat(run.totals()).isEqualTo(new Totals(5, 1, 1, new Usage(1, 0, 1, 0), 0, 6, 0));
        assertThat(store().goOn(lease)).isEqualTo(new Lost());
        assertThat(store().now(store().port().signal(store().cancel(lease.run()))))
                .isEmpty();
        store().elapse(Duration.ofDays(1));
        assertThat(store().claim(lease.run())).isEmpty();
    }

    @Test
    default void nobody_sleeps_or_ends_over_a_signal_that_was_not_seen() {
        Lease lease = store().leased();
        store().now(store().port().signal(store().cancel(lease.run())));

        assertThat(store().sleep(lease, RunStatus.WAITING_TIMER, Optional.empty()))
                .isEqualTo(new Signalled());
        assertThat(store().end(lease)).isEqualTo(new Signalled());
        assertThat(store().journal(lease.run())).hasSize(1);
        assertThat(store().goOn(lease)).as("going on is not bound to it").isInstanceOf(Committed.class);

        CommitOutcome seen = store().now(store().port()
                .commit(store().commit(lease, draft -> draft.seen(1).ending(new Ending.End(RunStatus.CANCELLED)))));
        assertThat(seen).isInstanceOf(Committed.class);
    }

    @Test
    default void a_signal_that_was_seen_lets_the_run_stand_in_line_again() {
        NewRun opener = store().order();
        store().accepted(opener);
        String second =
                store().accepted(store().order(opener.agent(), opener.thread())).id();
        store().now(store().port().signal(store().cancel(second)));
        Lease lease = store().claim(second).orElseThrow().lease();
        store().now(store().port().commit(store().commit(lease, draft -> draft.seen(1))));

        store().now(store().port().release(List.of(lease)).replaceWith(true));

        assertThat(store().claim(second)).isEmpty();
    }

    @Test
    default void a_signal_that_lands_while_a_run_is_put_to_sleep_wakes_it() {
        List<Lease> leases =
                IntStream.range(0, 40).mapToObj(i -> store().leased()).toList();
        List<Uni<String>> races = leases.stream()
                .flatMap(lease -> List.<Uni<String>>of(
                        store().port()
                                .commit(store().commit(
                                                lease,
                                                draft -> draft.ending(
                                                        new Ending.Wait(RunStatus.WAITING_APPROVAL, Optional.empty()))))
                                .map(Object::toString),
                        store().port().signal(store().cancel(lease.run())).map(Object::toString))
                        .stream())
                .toList();

        store().together(races);

        assertThat(leases).allSatisfy(lease -> {
            RunRecord run = store().find(lease.run());
            assertThat(run.signals()).isEqualTo(1);
            assertThat(run.status()).isIn(RunStatus.QUEUED, RunStatus.RUNNING);
            assertThat(run.status() == RunStatus.QUEUED).isEqualTo(run.nextSeq() == 3);
        });
    }

    @Test
    default void a_cancel_against_a_completion_leaves_one_end_and_no_signal_unheard() {
        List<Lease> leases =
                IntStream.range(0, 40).mapToObj(i -> store().leased()).toList();
        List<Uni<Object>> races = leases.stream()
                .flatMap(lease -> List.<Uni<Object>>of(
                        store().port()
                                .commit(store().commit(
                                                lease, draft -> draft.ending(new Ending.End(RunStatus.COMPLETED))))
                                .map(outcome -> outcome),
                        store().port().signal(store().cancel(lease.run())).map(signal -> signal))
                        .stream())
                .toList();

        List<Object> answers = store().together(races);

        for (int i = 0; i < leases.size(); i++) {
            boolean ended = answers.get(2 * i) instanceof Committed;
            assertThat(((Optional<?>) answers.get(2 * i + 1)).isPresent()).isEqualTo(!ended);
            assertThat(store().find(leases.get(i).run()).status())
                    .isEqualTo(ended ? RunStatus.COMPLETED : RunStatus.RUNNING);
        }
    }

    @Test
    default void steps_and_attempts_go_with_their_commit() {
        Lease lease = store().leased();
        AttemptRow started = new AttemptRow(1, 1, "STARTED", "chat-default", null, null, 900, 5000, null, 0);
        AttemptRow answered = new AttemptRow(
                1, 1, "ANSWERED", "chat-default", "local/smollm2", null, 900, 5000, new Usage(10, 1, 5, 0), 42);
        AttemptRow next = new AttemptRow(2, 1, "FAILED", "chat-default", null, "provider_timeout", 900, 5000, null, 0);

        List<CommitOutcome> outcomes = List.of(started, answered, next).stream()
                .map(row -> store().now(store().port().commit(store().commit(lease, draft -> draft.attempt(row)))))
                .toList();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Committed.class));
        assertThat(store().end(lease)).isInstanceOf(Committed.class);
    }

    @Test
    default void the_ended_runs_of_a_thread_are_found_in_their_order() {
        NewRun opener = store().order();
        List<String> runs = IntStream.range(0, 4)
                .mapToObj(i -> store().accepted(store().order(opener.agent(), opener.thread()))
                        .id())
                .toList();
        runs.subList(0, 3)
                .forEach(run -> store().end(store().claim(run).orElseThrow().lease()));

        assertThat(store().now(store().port().earlier(opener.thread(), 3)))
                .extracting(RunRecord::id)
                .containsExactlyElementsOf(runs.subList(0, 2));
        assertThat(store().now(store().port().earlier(opener.thread(), 9)))
                .extracting(RunRecord::id)
                .containsExactlyElementsOf(runs.subList(0, 3));
    }

    @Test
    default void what_was_said_goes_with_an_erasure_and_the_skeleton_stays() {
        Lease lease = store().leased();
        Lease sibling = store().leased();
        store().now(store().port().commit(store().commit(lease, draft -> draft.events(event("x", "\"shared\"")))));
        store().now(store().port().commit(store().commit(sibling, draft -> draft.events(event("x", "\"shared\"")))));
        store().now(store().port().signal(store().cancel(lease.run())));
        assertThat(store().now(store().port().erase(lease.run()))).isEqualTo(Erasure.NOT_ENDED);
        store().now(store().port()
                .commit(store().commit(lease, draft -> draft.seen(1).ending(new Ending.End(RunStatus.CANCELLED)))));
        List<JournalEvent> before = store().journal(lease.run());

        assertThat(store().now(store().port().erase(lease.run()))).isEqualTo(Erasure.ERASED);

        assertThat(store().journal(lease.run()))
                .containsExactlyElementsOf(before.stream()
                        .map(event -> new JournalEvent(
                                event.seq(), event.at(), event.type(), event.data(), null, event.content() != null))
                        .toList());
        assertThat(store().now(store().port().signals(lease.run(), 0))).isEmpty();
        assertThat(store().find(lease.run()).erasedAt()).isNotNull();
        assertThat(store().journal(sibling.run()).getLast().content()).isEqualTo(Bytes.of("\"shared\""));
        RunRecord once = store().find(lease.run());
        assertThat(store().now(store().port().erase(lease.run()))).isEqualTo(Erasure.ERASED);
        assertThat(store().find(lease.run()).erasedAt()).isEqualTo(once.erasedAt());
        assertThat(store().now(store().port().erase("run_none"))).isEqualTo(Erasure.NO_SUCH_RUN);
    }
}

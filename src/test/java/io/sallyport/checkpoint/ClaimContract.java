package io.sallyport.checkpoint;

import static io.sallyport.checkpoint.StoreUnderTest.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C1: who may perform what, and for how long. */
interface ClaimContract {
    Duration OVER = LEASE.plusMillis(1);

    StoreUnderTest store();

    private ClaimOrder order(Duration steady, boolean alone) {
        return new ClaimOrder("replica-b", 100, LEASE, steady, alone);
    }

    @Test
    default void a_claimed_run_has_an_owner_and_the_next_epoch() {
        RunRecord run = store().accepted();

        Claimed claimed = store().claim(run.id()).orElseThrow();

        assertThat(claimed.before()).isEqualTo(RunStatus.QUEUED);
        assertThat(claimed.lease()).isEqualTo(new Lease(run.id(), "replica-a", 1));
        assertThat(claimed.run().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(claimed.run().leaseOwner()).isEqualTo("replica-a");
        assertThat(claimed.run()).isEqualTo(store().find(run.id()));
        assertThat(store().claim(run.id())).isEmpty();
    }

    @Test
    default void no_more_are_given_than_were_asked_for() {
        IntStream.range(0, 5).forEach(i -> store().accepted());

        assertThat(store().now(store().port().claim(store().asking(3)))).hasSize(3);
    }

    @Test
    default void a_flood_of_one_agent_does_not_keep_others_waiting() {
        String flood = store().name("agent");
        IntStream.range(0, 60).forEach(i -> store().accepted(store().order(flood, store().name("thread"))));
        List<String> few = List.of(store().accepted().id(), store().accepted().id());

        List<Claimed> claimed = store().now(store().port().claim(store().asking(8)));

        assertThat(claimed).extracting(one -> one.run().id()).containsAll(few);
    }

    @Test
    default void claimants_in_a_storm_never_get_the_same_run() {
        List<String> runs =
                IntStream.range(0, 120).mapToObj(i -> store().accepted().id()).toList();

        List<Claimed> all = new ArrayList<>();
        List<Claimed> round;
        do {
            List<Uni<List<Claimed>>> storm = IntStream.range(0, 8)
                    .mapToObj(i -> store().port().claim(new ClaimOrder("replica-" + i, 7, LEASE, LEASE, false)))
                    .toList();
            round = store().together(storm).stream().flatMap(List::stream).toList();
            all.addAll(round);
        } while (!round.isEmpty());

        assertThat(all)
                .extracting(one -> one.run().id())
                .doesNotHaveDuplicates()
                .containsAll(runs);
        assertThat(all)
                .filteredOn(one -> runs.contains(one.run().id()))
                .allSatisfy(one -> assertThat(one.lease().epoch()).isEqualTo(1));
    }

    @Test
    default void a_waiting_run_is_claimed_when_its_time_has_come_and_not_before() {
        Lease lease = store().leased();
        store().sleep(lease, RunStatus.WAITING_TIMER, Optional.of(Duration.ofMinutes(5)));
        assertThat(store().claim(lease.run())).isEmpty();

        store().elapse(Duration.ofMinutes(5).plusMillis(1));

        Claimed woken = store().claim(lease.run()).orElseThrow();
        assertThat(woken.before()).isEqualTo(RunStatus.WAITING_TIMER);
        assertThat(woken.lease().epoch()).isEqualTo(2);
        assertThat(woken.run().expiries()).isZero();
        assertThat(woken.run().waitUntil()).isNull();
    }

    @Test
    default void a_run_without_a_timer_waits_for_a_signal_for_ever() {
        Lease lease = store().leased();
        store().sleep(lease, RunStatus.WAITING_INPUT, Optional.empty());
        store().elapse(Duration.ofDays(3650));
        assertThat(store().claim(lease.run())).isEmpty();

        assertThat(store().now(store().port().signal(store().cancel(lease.run()))))
                .isPresent();

        assertThat(store().claim(lease.run())).isPresent();
    }

    @Test
    default void a_dead_owners_run_is_claimed_after_its_lease_and_not_before() {
        Lease lease = store().leased();
        assertThat(store().claim(lease.run())).isEmpty();
        store().elapse(OVER);

        Claimed taken = store().claim(lease.run(), order(LEASE, false)).orElseThrow();

        assertThat(taken.before()).isEqualTo(RunStatus.RUNNING);
        assertThat(taken.lease()).isEqualTo(new Lease(lease.run(), "replica-b", 2));
        assertThat(taken.run().expiries()).isEqualTo(1);
        assertThat(store().goOn(lease)).isEqualTo(new CommitOutcome.Lost());
        assertThat(store().goOn(taken.lease())).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    default void an_expiry_counts_only_if_the_claimant_has_seen_the_database_for_a_lease() {
        Lease lease = store().leased();
        store().elapse(OVER);

        Claimed taken =
                store().claim(lease.run(), order(LEASE.minusMillis(1), false)).orElseThrow();

        assertThat(taken.run().expiries()).isZero();
    }

    @Test
    default void an_expiry_does_not_count_if_the_database_was_restarted_within_the_lease() {
        Lease lease = store().leased();
        store().restarted();
        store().elapse(OVER);

        assertThat(store().claim(lease.run()).orElseThrow().run().expiries()).isZero();
    }

    @Test
    default void from_the_third_expiry_on_a_run_is_given_late_and_alone() {
        Lease lease = store().leased();
        store().elapse(OVER);
        store().claim(lease.run());
        store().elapse(OVER);
        store().claim(lease.run());
        store().elapse(OVER);
        assertThat(store().claim(lease.run(), order(LEASE, true))).isEmpty();
        store().elapse(ClaimOrder.delay(3));
        assertThat(store().claim(lease.run(), order(LEASE, false))).isEmpty();
        store().accepted();

        List<Claimed> alone = store().now(store().port().claim(order(LEASE, true)));

        assertThat(alone).singleElement().satisfies(one -> {
            assertThat(one.run().id()).isEqualTo(lease.run());
            assertThat(one.run().expiries()).isEqualTo(3);
        });
        var _ = store().now(store().port()
                .release(List.of(alone.getFirst().lease()))
                .replaceWith(true));
        assertThat(store().claim(lease.run(), order(LEASE, false)))
                .as("handed over, it is as suspect as before")
                .isEmpty();
        assertThat(store().claim(lease.run(), order(LEASE, true))).isPresent();
    }

    private boolean roomFor(String owner) {
        return store().now(store().port().keepRoom(owner, Duration.ofSeconds(10)));
    }

    @Test
    default void one_replica_makes_room_for_a_run_that_is_given_alone_and_has_waited_for_long() {
        Lease lease = store().leased();
        store().elapse(OVER);
        store().claim(lease.run());
        store().elapse(OVER);
        store().claim(lease.run());
        store().elapse(LEASE.plus(ClaimOrder.delay(3)).plusSeconds(5));
        store().claim(store().accepted().id());
        assertThat(roomFor("replica-a")).as("due, and not for long").isFalse();

        store().elapse(Duration.ofSeconds(6));

        assertThat(roomFor("replica-a")).isTrue();
        assertThat(roomFor("replica-b")).isFalse();
        assertThat(roomFor("replica-a")).isTrue();
        store().elapse(ClaimOrder.ROOM_KEPT.plusMillis(1));
        assertThat(roomFor("replica-b")).as("the first has gone").isTrue();
        assertThat(roomFor("replica-a")).isFalse();

        Lease alone =
                store().claim(lease.run(), order(LEASE, true)).orElseThrow().lease();
        assertThat(roomFor("replica-b")).isFalse();

        var _ = store().now(store().port().release(List.of(alone)).replaceWith(true));
        store().elapse(Duration.ofSeconds(9));
        assertThat(roomFor("replica-a")).isFalse();
        store().elapse(Duration.ofSeconds(2));
        assertThat(roomFor("replica-a")).as("handed over, it waits again").isTrue();
    }

    @Test
    default void while_such_a_run_is_performed_nobody_makes_room_for_the_next() {
        for (int i = 0; i < 2; i++) {
            String run = store().accepted().id();
            for (int owner = 0; owner < 3; owner++) {
                store().claim(run, order(LEASE, true)).orElseThrow();
                store().elapse(OVER.plus(ClaimOrder.delay(owner + 1)));
            }
        }
        store().elapse(Duration.ofSeconds(80));
        List<Claimed> alone = store().now(store().port().claim(order(LEASE, true)));
        assertThat(alone).hasSize(1);

        assertThat(roomFor("replica-b")).isFalse();

        store().end(alone.getFirst().lease());
        assertThat(roomFor("replica-b")).isTrue();
    }

    @Test
    default void progress_clears_a_run_and_intentions_do_not() {
        Lease first = store().leased();
        store().elapse(OVER);
        Lease second = store().claim(first.run()).orElseThrow().lease();

        store().now(store().port().commit(store().commit(second, draft -> draft.at(CommitPoint.C2_RESERVE))));
        assertThat(store().find(first.run()).expiries()).isEqualTo(1);

        store().now(store().port().commit(store().commit(second, draft -> draft.at(CommitPoint.C3_ANSWER))));
        assertThat(store().find(first.run()).expiries()).isZero();
    }

    @Test
    default void a_run_waits_until_those_before_it_in_its_thread_have_ended() {
        NewRun opener = store().order();
        Lease first = store().claim(store().accepted(opener).id()).orElseThrow().lease();
        String second =
                store().accepted(store().order(opener.agent(), opener.thread())).id();
        String third =
                store().accepted(store().order(opener.agent(), opener.thread())).id();
        assertThat(store().claim(second)).isEmpty();
        store().sleep(first, RunStatus.WAITING_INPUT, Optional.of(Duration.ofSeconds(1)));
        assertThat(store().claim(second)).isEmpty();
        store().elapse(Duration.ofSeconds(2));

        store().end(store().claim(first.run()).orElseThrow().lease());

        Lease next = store().claim(second).orElseThrow().lease();
        assertThat(store().claim(third)).isEmpty();
        store().end(next);
        assertThat(store().claim(third)).isPresent();
    }

    @Test
    default void a_cancel_does_not_wait_in_line() {
        NewRun opener = store().order();
        store().accepted(opener);
        String second =
                store().accepted(store().order(opener.agent(), opener.thread())).id();
        assertThat(store().claim(second)).isEmpty();

        assertThat(store().now(store().port().signal(store().cancel(second)))).isPresent();

        Lease cancelled = store().claim(second).orElseThrow().lease();
        assertThat(store().now(store().port()
                        .commit(store().commit(
                                        cancelled,
                                        draft -> draft.seen(1).ending(new Ending.End(RunStatus.CANCELLED))))))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    default void a_renewed_lease_stands_longer_and_tells_of_signals() {
        Lease lease = store().leased();
        assertThat(store().now(store().port().signal(store().cancel(lease.run()))))
                .isPresent();
        store().elapse(LEASE.minusSeconds(1));

        List<Renewal> renewals =
                store().now(store().port().renew(List.of(lease, new Lease("run_none", "replica-a", 1)), LEASE));

        assertThat(renewals).containsExactly(new Renewal(lease, 1));
        store().elapse(Duration.ofSeconds(10));
        assertThat(store().claim(lease.run())).isEmpty();
    }

    @Test
    default void a_lease_that_is_anothers_now_is_missing_from_the_renewals() {
        Lease lost = store().leased();
        store().elapse(OVER);
        Lease taken = store().claim(lost.run()).orElseThrow().lease();

        assertThat(store().now(store().port().renew(List.of(lost), LEASE))).isEmpty();
        assertThat(store().now(store().port().renew(List.of(taken), LEASE))).hasSize(1);
        assertThat(store().now(store().port().renew(List.of(), LEASE))).isEmpty();
    }

    @Test
    default void a_released_run_is_anybodys_at_once_and_nobody_is_blamed() {
        Lease lease = store().leased();

        var _ = store().now(store().port().release(List.of(lease)).replaceWith(true));

        assertThat(store().goOn(lease)).as("given away is given away").isEqualTo(new CommitOutcome.Lost());
        Claimed next = store().claim(lease.run()).orElseThrow();
        assertThat(next.before()).isEqualTo(RunStatus.QUEUED);
        assertThat(next.lease().epoch()).isEqualTo(2);
        assertThat(next.run().expiries()).isZero();
        var _ = store().now(store().port().release(List.of(lease)).replaceWith(true));
        assertThat(store().find(lease.run()).status()).as("only by its owner").isEqualTo(RunStatus.RUNNING);
    }
}

package io.sallyport.checkpoint.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.checkpoint.Accepted;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.CrashPoints;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.core.Bytes;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a write when the database, or the way to it, breaks. */
class PgFaultsTest {
    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);

    private static TestingPostgres postgres;
    private static StoreUnderTest store;
    private static LossyWire wire;
    private static Checkpoints wired;

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.shared();
        store = PgStores.over(postgres, over(postgres.pool(12, postgres.port())));
        wire = new LossyWire(postgres.vertx(), postgres.port());
        wired = over(postgres.pool(2, wire.port()));
    }

    @BeforeEach
    void empty() {
        postgres.empty();
    }

    private static PgCheckpoints over(Pool pool) {
        return new PgCheckpoints(pool, SHORT_LEASE, StoreUnderTest.KEYS_KEPT, CrashPoints.NONE);
    }

    /** So that the statements of both ways are prepared, and one answer is one statement's. */
    private static void warm() {
        store.now(wired.commit(store.commit(store.leased(), draft -> draft)));
    }

    @Test
    void a_commit_whose_answer_is_lost_is_known_to_have_happened() {
        Lease lease = store.leased();
        Commit commit = store.commit(lease, draft -> draft);
        warm();
        wire.lose(1);

        assertThat(store.now(wired.commit(commit))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(store.journal(lease.run())).hasSize(2);
    }

    @Test
    void an_end_whose_answer_is_lost_is_known_to_have_happened() {
        Lease lease = store.leased();
        Commit commit = store.commit(lease, draft -> draft.ending(new Ending.End(RunStatus.COMPLETED)));
        warm();
        wire.lose(1);

        assertThat(store.now(wired.commit(commit))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(store.find(lease.run()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_run_whose_acceptance_was_not_answered_is_there_once() {
        NewRun order = store.order();
        store.now(wired.accept(store.order()));
        wire.lose(1);

        Accepted accepted = store.now(wired.accept(order));

        assertThat(((Accepted.Created) accepted).run().id()).isEqualTo(order.id());
        assertThat(postgres.ask("SELECT count(*) FROM run WHERE id = '" + order.id() + "'"))
                .containsExactly("1");
    }

    @Test
    void a_signal_whose_answer_is_lost_is_raised_once() {
        String run = store.accepted().id();
        store.now(wired.signal(store.cancel(store.accepted().id())));
        wire.lose(1);

        Optional<Signal> signal = store.now(wired.signal(store.cancel(run)));

        assertThat(signal).isPresent();
        assertThat(store.now(store.port().signals(run, 0))).containsExactly(signal.get());
    }

    @Test
    void commits_under_way_when_every_connection_is_cut_happen_once() {
        List<Lease> leases =
                IntStream.range(0, 30).mapToObj(i -> store.leased()).toList();
        List<Uni<CommitOutcome>> commits = leases.stream()
                .map(lease -> store.port().commit(store.commit(lease, draft -> draft)))
                .toList();
        Uni<CommitOutcome> cut = Uni.createFrom().item(() -> {
            postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE pid <> pg_backend_pid() AND datname = current_database()");
            return new CommitOutcome.Signalled();
        });
        List<Uni<CommitOutcome>> all = new ArrayList<>(commits);
        all.add(10, cut);

        assertThat(store.together(all))
                .filteredOn(CommitOutcome.Committed.class::isInstance)
                .hasSize(30);
        assertThat(leases)
                .allSatisfy(lease -> assertThat(store.journal(lease.run())).hasSize(2));
    }

    @Test
    void a_database_that_has_gone_silent_is_unavailable_within_six_seconds() {
        Lease lease = store.leased();
        Commit commit = store.commit(lease, draft -> draft);
        LossyWire dying = new LossyWire(postgres.vertx(), postgres.port());
        Checkpoints there = over(postgres.pool(8, dying.port()));
        store.now(there.find(lease.run()));
        dying.goSilent();
        long begun = System.nanoTime();

        List<Object> answers = store.together(List.of(
                failure(there.find(lease.run())),
                failure(there.accept(store.order())),
                failure(there.claim(store.asking(1))),
                failure(there.commit(commit)),
                failure(there.signal(store.cancel(lease.run()))),
                failure(there.renew(List.of(lease), SHORT_LEASE))));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(6500));
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isInstanceOf(StoreUnavailable.class));
    }

    private static Uni<Object> failure(Uni<?> asked) {
        return asked.<Object>map(answer -> answer).onFailure().recoverWithItem(failure -> failure);
    }

    @Test
    void a_database_that_nobody_listens_for_is_unavailable_at_once() {
        Checkpoints nowhere = over(postgres.pool(1, 1));

        assertThatThrownBy(() -> store.now(nowhere.find("run_1")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The database cannot be reached.");
    }

    @Test
    void a_read_only_database_says_so() {
        postgres.execute("ALTER ROLE sallyport SET default_transaction_read_only = on");
        try {
            Checkpoints later = over(postgres.pool(1, postgres.port()));
            NewRun order = store.order();

            assertThatThrownBy(() -> store.now(later.accept(order)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("The database is read-only.");
            assertThat(store.now(later.find(order.id()))).isEmpty();
        } finally {
            postgres.execute("ALTER ROLE sallyport RESET default_transaction_read_only");
        }
    }

    @Test
    void a_full_pool_says_so_and_loses_nothing() {
        Lease lease = store.leased();
        Pool one = postgres.pool(1, postgres.port());
        Checkpoints narrow = over(one);
        Uni<Object> hog = failure(one.query("SELECT pg_sleep(4)").execute());

        List<Object> answers = store.together(List.of(hog, failure(narrow.find(lease.run()))));

        assertThat((Throwable) answers.getLast())
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("Every connection to the database is in use.");
        assertThat(store.now(narrow.find(lease.run()))).isPresent();
    }

    @Test
    void no_session_works_or_waits_for_longer_than_five_seconds() {
        Pool pool = postgres.pool(1, postgres.port());

        for (String setting : List.of("statement_timeout", "idle_in_transaction_session_timeout")) {
            assertThat(store.now(pool.query("SHOW " + setting).execute())
                            .iterator()
                            .next()
                            .getString(0))
                    .isEqualTo("5s");
        }
    }

    @Test
    void what_two_runs_have_said_goes_with_the_later_of_two_erasures_at_once() {
        for (int round = 0; round < 10; round++) {
            List<Lease> pair = List.of(store.leased(), store.leased());
            String secret = "\"secret " + round + "\"";
            pair.forEach(lease -> store.now(store.port()
                    .commit(store.commit(
                            lease,
                            draft -> draft.events(StoreUnderTest.event("x", secret))
                                    .ending(new Ending.End(RunStatus.COMPLETED))))));

            store.together(
                    pair.stream().map(lease -> store.port().erase(lease.run())).toList());

            assertThat(postgres.ask("SELECT 1 FROM blob WHERE bytes = convert_to('" + secret + "', 'UTF8')"))
                    .isEmpty();
        }
    }

    @Test
    void what_is_said_while_it_is_being_erased_elsewhere_is_kept() {
        for (int round = 0; round < 20; round++) {
            Lease ended = store.leased();
            Lease going = store.leased();
            String words = "\"words " + round + "\"";
            store.now(store.port()
                    .commit(store.commit(
                            ended,
                            draft -> draft.events(StoreUnderTest.event("x", words))
                                    .ending(new Ending.End(RunStatus.COMPLETED)))));
            Commit same = store.commit(going, draft -> draft.events(StoreUnderTest.event("x", words)));

            store.together(List.of(
                    store.port().erase(ended.run()).map(Object::toString),
                    store.port().commit(same).map(Object::toString)));

            assertThat(store.journal(going.run()))
                    .last()
                    .extracting(JournalEvent::content)
                    .isEqualTo(Bytes.of(words));
            assertThat(store.journal(ended.run())).last().matches(JournalEvent::erased);
        }
    }
}

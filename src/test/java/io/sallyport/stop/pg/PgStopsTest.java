package io.sallyport.stop.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.stop.StopBell;
import io.sallyport.stop.StopKind;
import io.sallyport.stop.StopLedger;
import io.sallyport.stop.StopOrder;
import io.sallyport.stop.StopRecord;
import io.sallyport.stop.Stops;
import io.sallyport.testing.TestingPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgStopsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is promised of every replica. */
    private static final Duration IN_TIME = Duration.ofSeconds(2);

    private final TestingPostgres postgres = TestingPostgres.shared();
    private final List<Replica> replicas = new ArrayList<>();

    /** Rings for nobody: what replicas know they have read. */
    private static final class NoBell implements StopBell {
        private int rung;

        @Override
        public void ring() {
            rung++;
        }

        @Override
        public void onRing(Runnable listener) {}
    }

    private final class Replica {
        final Stops stops = new Stops();
        final NoBell bell = new NoBell();
        final Pool pool = postgres.pool(4, postgres.port());
        final StopWatch watch = new StopWatch(postgres.vertx(), pool, stops, bell);
        final StopLedger ledger = new PgStops(pool, watch);

        Replica() {
            replicas.add(this);
        }

        StopLedger.Put put(StopKind kind, String name, String reason, String by) {
            return now(ledger.put(new StopOrder(kind, name, reason, by)));
        }
    }

    @BeforeEach
    void empty() {
        postgres.execute("DELETE FROM stop");
    }

    @AfterEach
    void close() {
        replicas.forEach(replica -> replica.watch.stop(new ShutdownEvent()));
        postgres.execute("DELETE FROM stop");
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    @Test
    void who_stops_something_knows_it_when_the_answer_is_there_and_rings_for_the_others() {
        Replica one = new Replica();

        StopLedger.Put put = one.put(StopKind.TOOL, "send_*", "It sends too much", "boss/ann");

        assertThat(put.isNew()).isTrue();
        assertThat(one.stops.overTool("send_email")).hasValueSatisfying(stop -> {
            assertThat(stop.by()).isEqualTo("boss/ann");
            assertThat(stop.reason()).isEqualTo("It sends too much");
        });
        assertThat(one.bell.rung).isEqualTo(1);
    }

    @Test
    void a_replica_that_hears_no_bell_knows_in_time_and_so_of_the_end() {
        Replica one = new Replica();
        Replica other = new Replica();
        other.watch.begin();

        var _ = one.put(StopKind.AGENT, "desk", "why", "ann");
        await().atMost(IN_TIME).until(() -> other.stops.overAgent("desk").isPresent());

        var lifted = now(one.ledger.lift(StopKind.AGENT, "desk", "bob"));
        assertThat(lifted)
                .flatMap(StopRecord::lifted)
                .map(StopRecord.Lifted::by)
                .contains("bob");
        await().atMost(IN_TIME).until(() -> other.stops.overAgent("desk").isEmpty());
    }

    @Test
    void what_is_stopped_already_stays_as_it_is() {
        Replica one = new Replica();
        var _ = one.put(StopKind.TOOL, "pay", "first", "ann");

        StopLedger.Put again = one.put(StopKind.TOOL, "pay", "second", "bob");

        assertThat(again.isNew()).isFalse();
        assertThat(again.record().stop().reason()).isEqualTo("first");
        assertThat(again.record().stop().by()).isEqualTo("ann");
        assertThat(postgres.ask("SELECT count(*) FROM stop")).containsExactly("1");
    }

    @Test
    void of_many_who_stop_the_same_thing_at_once_one_counts_and_all_are_told() {
        Replica one = new Replica();
        List<Uni<StopLedger.Put>> all = IntStream.range(0, 16)
                .mapToObj(n -> one.ledger.put(new StopOrder(StopKind.TOOL, "pay", "why " + n, "ann " + n)))
                .toList();

        List<StopLedger.Put> puts = now(Uni.join().all(all).andFailFast());

        assertThat(puts).filteredOn(StopLedger.Put::isNew).hasSize(1);
        assertThat(puts)
                .extracting(put -> put.record().id())
                .containsOnly(puts.getFirst().record().id());
    }

    @Test
    void a_stop_is_lifted_by_the_very_name_that_it_was_given_and_once() {
        Replica one = new Replica();
        var _ = one.put(StopKind.TOOL, "send_*", "why", "ann");

        assertThat(now(one.ledger.lift(StopKind.TOOL, "send_email", "bob"))).isEmpty();
        assertThat(now(one.ledger.lift(StopKind.AGENT, "send_*", "bob"))).isEmpty();
        assertThat(now(one.ledger.lift(StopKind.TOOL, "send_*", "bob"))).isPresent();
        assertThat(now(one.ledger.lift(StopKind.TOOL, "send_*", "bob"))).isEmpty();
        assertThat(one.stops.overTool("send_email")).isEmpty();
    }

    @Test
    void the_history_keeps_who_when_and_why_and_who_has_lifted_it() {
        Replica one = new Replica();
        var _ = one.put(StopKind.TOOL, "pay", "first", "ann");
        var _ = now(one.ledger.lift(StopKind.TOOL, "pay", "bob"));
        var _ = one.put(StopKind.TOOL, "pay", "second", "cleo");

        List<StopRecord> history = now(one.ledger.history(10));

        assertThat(history).extracting(record -> record.stop().reason()).containsExactly("second", "first");
        assertThat(history.getFirst().lifted()).isEmpty();
        assertThat(history.getLast().lifted()).map(StopRecord.Lifted::by).contains("bob");
        assertThat(now(one.ledger.history(1))).hasSize(1);
    }

    @Test
    void there_are_no_more_stops_than_can_be_read_twice_a_second() {
        Replica one = new Replica();
        postgres.execute("INSERT INTO stop (kind, name, reason, stopped_by) SELECT 'tool', 't' || n, 'why', 'ann'"
                + " FROM generate_series(1, " + StopLedger.MOST + ") n");

        assertThatThrownBy(() -> one.put(StopKind.TOOL, "pay", "why", "ann"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.CONFLICT));
        assertThat(one.put(StopKind.TOOL, "t7", "why", "bob").isNew()).isFalse();
    }

    @Test
    void while_the_store_is_away_what_was_known_holds_and_whoever_writes_is_told() {
        Replica one = new Replica();
        var _ = one.put(StopKind.TOOL, "pay", "why", "ann");
        one.watch.begin();
        one.pool.closeAndAwait();

        await().during(Duration.ofMillis(1200))
                .atMost(Duration.ofSeconds(4))
                .until(() -> one.stops.overTool("pay").isPresent());
        assertThat(one.stops.age()).hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(1)));
        assertThatThrownBy(() -> now(one.ledger.lift(StopKind.TOOL, "pay", "bob")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(ProblemCode.STORE_UNAVAILABLE));
    }
}

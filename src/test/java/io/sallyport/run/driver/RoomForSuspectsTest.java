package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.pg.PgStores;
import io.sallyport.config.RunSettings;
import io.sallyport.testing.TestingPostgres;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas that are never without work, and a run that must be performed alone. */
class RoomForSuspectsTest {
    private static final RunSettings SETTINGS = new TestingRunSettings(
            4, Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(50));
    private static final String SUSPECT = "run_suspect";

    private final TestingPostgres postgres = TestingPostgres.shared();
    private final Checkpoints store = PgStores.shipped(postgres);
    private final Stage stage = new Stage(TestingAgents.agent());
    private final ScheduledExecutorService callers = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<String, Workers> workers = Map.of("a", workers("a"), "b", workers("b"));

    private Workers workers(String owner) {
        return new Workers(stage.services(owner, InstantSource.system(), store, SETTINGS));
    }

    @BeforeEach
    void empty() {
        postgres.empty();
        stage.models.thinksFor(Duration.ofMillis(200), Duration.ofMillis(600));
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        workers.values().forEach(Workers::stop);
        stage.close();
    }

    private void accept(String run) {
        var _ = store.accept(Stage.order(run, "thread_" + run, "Hi")).await().atMost(Duration.ofSeconds(20));
    }

    private RunRecord suspect() {
        return store.find(SUSPECT).await().atMost(Duration.ofSeconds(20)).orElseThrow();
    }

    /** More than they can take: nobody ever runs out of work. */
    private void steadyLoad() {
        callers.scheduleAtFixedRate(() -> accept("run_" + accepted.incrementAndGet()), 0, 25, TimeUnit.MILLISECONDS);
        await().atMost(Duration.ofSeconds(20)).until(() -> accepted.get() > 40);
        workers.values().forEach(replica -> replica.start(new StartupEvent(), wake -> {}));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> workers.values().stream().allMatch(replica -> replica.active() == 4));
    }

    /** It has its third owner, which is still alive. */
    private void oneIsSuspicious() {
        accept(SUSPECT);
        postgres.execute("UPDATE run SET status = 'RUNNING', expiries = 3, lease_epoch = 4, lease_owner = 'third',"
                + " leased_at = now(), lease_until = now() + interval '1 hour' WHERE id = '" + SUSPECT + "'");
    }

    private void itsOwnerDies() {
        postgres.execute("UPDATE run SET lease_until = now() - interval '2 minutes' WHERE id = '" + SUSPECT + "'");
    }

    @Test
    void one_of_them_makes_room_and_performs_it_alone_while_the_other_goes_on() {
        oneIsSuspicious();
        steadyLoad();
        itsOwnerDies();

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> suspect().leaseEpoch() == 5);
        String owner = suspect().leaseOwner();
        int before = completed();
        List<Integer> beside = new ArrayList<>();
        while (suspect().status() == RunStatus.RUNNING) {
            int now = workers.get(owner).active();
            if (suspect().status() == RunStatus.RUNNING) {
                beside.add(now);
            }
        }

        assertThat(suspect().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(beside).isNotEmpty().allSatisfy(active -> assertThat(active).isEqualTo(1));
        await().atMost(Duration.ofSeconds(20)).until(() -> completed() > before);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> workers.values().stream().allMatch(replica -> replica.active() > 1));
    }

    private int completed() {
        return Integer.parseInt(postgres.ask("SELECT count(*)::text FROM run WHERE status = 'COMPLETED'")
                .getFirst());
    }
}

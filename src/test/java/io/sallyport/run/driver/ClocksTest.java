package io.sallyport.run.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.pg.PgStores;
import io.sallyport.config.RunSettings;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Fold;
import io.sallyport.testing.TestingPostgres;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two replicas on one PostgreSQL whose wall clocks are a quarter of an hour apart. One writes down until when something lasts, the other
 * finds out when it is over; and what time it is, only the database says.
 */
class ClocksTest {
    private static final RunSettings SHORT = new TestingRunSettings(
            Duration.ofMillis(1500), Duration.ofMillis(200), Duration.ofMillis(1000), Duration.ofMillis(50));
    private static final Duration APPROVAL = Duration.ofMillis(700);
    private static final Duration PAUSE = Duration.ofMillis(2100);
    /** Late, but by a busy machine and not by a clock. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /** A lease is as long as was meant, and is taken when it is over and soon after. All of it the database's time. */
    private static final String TAKEN_AT_A_WRONG_TIME =
            """
            SELECT run FROM taken WHERE NOT (until = since + interval '%d milliseconds' AND at > until AND at < until + interval '%d seconds')""".formatted(SHORT.lease().toMillis(), LATE.toSeconds());

    /** Leases that were renewed since the call that waits was begun. */
    private static final String RENEWED = """
            SELECT r.id FROM run r JOIN tool_call c ON c.run = r.id
            WHERE c.tool IN ('book', 'send') AND c.state = 'INTENT' AND r.leased_at > c.updated_at""";

    private final Stage stage = new Stage(agent());
    private TestingPostgres postgres;
    private Checkpoints store;

    private static AgentRevision agent() {
        return TestingAgents.agent(
                TestingAgents.ROOMY,
                APPROVAL,
                tool("book", Idempotency.KEYED, Approval.NEVER),
                tool("send", Idempotency.NONE, Approval.NEVER),
                tool("ship", Idempotency.QUERYABLE, Approval.NEVER),
                tool("pay", Idempotency.KEYED, Approval.NEVER),
                tool("refund", Idempotency.KEYED, Approval.ALWAYS));
    }

    private static ToolSpec tool(String name, Idempotency idempotency, Approval approval) {
        return TestingAgents.tool(
                name, Effect.IRREVERSIBLE, idempotency, approval, OnUnknown.TELL_MODEL, Duration.ofMillis(100));
    }

    /** With a note of each lease that is taken from somebody: since and until when it was, and when that happened. */
    @BeforeEach
    void start() {
        postgres = TestingPostgres.shared();
        postgres.empty();
        postgres.execute(
                "CREATE TABLE taken (run text, since timestamptz, until timestamptz, at timestamptz)", """
                CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO taken VALUES (old.id, old.leased_at, old.lease_until, now()); RETURN NULL; END $$""", """
                CREATE TRIGGER taken AFTER UPDATE ON run FOR EACH ROW
                WHEN (old.status = 'RUNNING' AND new.lease_epoch > old.lease_epoch) EXECUTE FUNCTION note_taken()""");
        store = PgStores.of(postgres, SHORT.lease());
    }

    @AfterEach
    void close() {
        stage.close();
        postgres.execute("DROP TRIGGER taken ON run", "DROP FUNCTION note_taken()", "DROP TABLE taken");
    }

    private Workers replica(String name, Duration wrongBy) {
        InstantSource clock = InstantSource.offset(InstantSource.system(), wrongBy);
        Workers workers = new Workers(stage.services(name, clock, PgStores.of(postgres, SHORT.lease()), SHORT));
        workers.start(new StartupEvent(), sleeper -> {});
        return workers;
    }

    @ParameterizedTest(name = "the first replica is {0} minutes off, its successor as many to the other side")
    @ValueSource(longs = {7, -7})
    void clocks_that_are_minutes_apart_in_both_directions_do_no_harm(long minutes) {
        stage.models.obeys();
        stage.tools
                .firstWaits("book")
                .firstWaits("send")
                .first("ship", new ToolOutcome.Unknown(ToolError.of("tool_reset", "Gone.")))
                .lookedUp(new LookUpOutcome.Applied(Json.object().put("shipped", true)))
                .first("pay", new ToolOutcome.Later(PAUSE, ToolError.of("tool_busy", "Not now.")));
        Map<String, String> runs = Stream.of("book", "send", "ship", "pay", "refund")
                .collect(Collectors.toMap(tool -> tool, tool -> accept(tool, minutes)));
        Workers first = replica("first", Duration.ofMinutes(minutes));
        patiently().until(() -> stage.tools.calls.size() == 4);
        Workers second = replica("second", Duration.ofMinutes(-minutes));

        patiently().until(() -> postgres.ask(RENEWED).size() == 2);
        first.stop();
        runs.forEach((tool, run) -> patiently()
                .alias(tool)
                .until(() ->
                        store.find(run).await().indefinitely().orElseThrow().status() == RunStatus.COMPLETED));
        second.stop();

        assertThat(postgres.ask(TAKEN_AT_A_WRONG_TIME)).isEmpty();
        assertThat(postgres.ask("SELECT run FROM taken")).contains(runs.get("book"), runs.get("send"));
        assertThat(keys("book")).as("called again under one key").hasSize(2);
        assertThat(Stream.of("book", "pay").map(this::keys))
                .allSatisfy(keys -> assertThat(keys.stream().distinct()).hasSize(1));
        assertThat(keys("send")).as("may not be called again").hasSize(1);
        assertThat(keys("refund")).as("was not approved").isEmpty();
        assertThat(keys("ship")).hasSize(1);
        assertThat(stage.tools.lookUps).hasSize(1);
        assertThat(call(runs.get("ship")).state()).isEqualTo(CallState.SUCCEEDED);
        atItsTime(runs.get("pay"), "tool.retrying", "tool.started", PAUSE);
        atItsTime(runs.get("refund"), "tool.approval_required", "tool.denied", APPROVAL);
        atItsTime(
                runs.get("ship"),
                "tool.started",
                "tool.completed",
                Duration.ofMillis(100).plus(ToolStep.GRACE).plus(ToolStep.GRACE));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    private String accept(String tool, long minutes) {
        String name = tool + "_" + minutes;
        var _ = store.accept(Stage.order("run_" + name, "thread_" + name, tool))
                .await()
                .indefinitely();
        return "run_" + name;
    }

    private List<String> keys(String tool) {
        return stage.tools.calls.stream()
                .filter(call -> call.tool().name().equals(tool))
                .map(ToolRequest::key)
                .toList();
    }

    private List<JournalEvent> journal(String run) {
        return store.events(run, 0, 100).await().indefinitely();
    }

    private CallView call(String run) {
        return Fold.all(journal(run)).calls().findFirst().orElseThrow();
    }

    /** By the database's clock, {@code then} came {@code after} as long as was meant. */
    private void atItsTime(String run, String since, String then, Duration after) {
        Instant from = moment(run, since, Instant.MIN);
        assertThat(moment(run, then, from)).as(run + ": " + then).isBetween(from.plus(after), from.plus(LATE));
    }

    private Instant moment(String run, String type, Instant after) {
        return journal(run).stream()
                .filter(event -> event.type().equals(type) && event.at().isAfter(after))
                .findFirst()
                .orElseThrow()
                .at();
    }
}

package io.sallyport.run.explorer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.TestingCheckpoints;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.explorer.Work.Flight;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.RunEventReader;
import io.sallyport.run.machine.RunState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One moment of everything: store, owners, requests on their way, and what the witness has seen. */
final class World {
    static final String RUN = "run_1";
    static final String TENANT = "default";
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Duration LONGEST = Duration.ofSeconds(20);

    final Scenario scenario;
    final TestingCheckpoints store;
    final List<Owner> owners = new ArrayList<>();
    final Witness witness;
    final Set<String> overdue = new TreeSet<>();
    final List<Flight> flights = new ArrayList<>();
    Budget budget;
    boolean leaseExpired;
    /** What a rule that is looked at while something happens has to say. */
    Optional<String> broken = Optional.empty();

    private RunState state = RunState.EMPTY;
    private String digest = "";
    private int digested;
    private long sleptSeeing;
    private List<Signal> inbox = List.of();

    private World(Scenario scenario, TestingCheckpoints store, Witness witness, Budget budget) {
        this.scenario = scenario;
        this.store = store;
        this.witness = witness;
        this.budget = budget;
    }

    static World begin(Scenario scenario) {
        TestingCheckpoints store = new TestingCheckpoints(Instant.parse("2026-05-01T10:00:00Z"));
        RunEvent created = new RunEvent.Created("order-desk", "rev", "thread_1", Script.INPUT, Json.object());
        var _ = await(store.accept(new NewRun(
                RUN,
                TENANT,
                "order-desk",
                "rev",
                Bytes.of("{}"),
                "thread_1",
                NewRun.Busy.ENQUEUE,
                "web-chat",
                null,
                "request_1",
                null,
                Sha256.of("body"),
                RunEventJson.write(created),
                Optional.empty())));
        World world = new World(scenario, store, new Witness(), scenario.budget());
        world.owners.add(new Owner(0));
        world.owners.add(new Owner(1));
        world.read();
        return world;
    }

    World copy() {
        World copy = new World(scenario, store.copy(), witness.copy(), budget);
        owners.forEach(owner -> copy.owners.add(owner.copy()));
        copy.overdue.addAll(overdue);
        copy.flights.addAll(flights);
        copy.leaseExpired = leaseExpired;
        copy.broken = broken;
        copy.state = state;
        copy.digest = digest;
        copy.digested = digested;
        copy.sleptSeeing = sleptSeeing;
        copy.inbox = inbox;
        return copy;
    }

    static <T> T await(Uni<T> answer) {
        return answer.await().atMost(LONGEST);
    }

    RunRecord row() {
        return store.run(RUN);
    }

    /** The fold of the journal. */
    RunState state() {
        return state;
    }

    List<JournalEvent> journal() {
        return store.journal(RUN);
    }

    List<Signal> inbox() {
        return inbox;
    }

    Instant now() {
        return store.now();
    }

    /** How many signals the commit had seen that put the run to sleep. */
    long sleptSeeing() {
        return sleptSeeing;
    }

    void spend(Mishap mishap) {
        budget = budget.without(mishap);
    }

    void broken(String rule) {
        broken = broken.or(() -> Optional.of(rule));
    }

    /** Whether {@code owner} has the lease, as far as the store is concerned. */
    boolean holds(Owner owner) {
        RunRecord row = row();
        return owner.phase != Owner.Phase.IDLE && row.leaseOwner() != null && row.leaseEpoch() == owner.lease.epoch();
    }

    static String intent(String call, int attempt) {
        return call + "#" + attempt;
    }

    Scenario.Use use(String call) {
        return scenario.use(ordinal(call));
    }

    boolean isBusiness(String call) {
        return !use(call).tool().businessKey().isEmpty();
    }

    int ordinal(String call) {
        return state.call(call).orElseThrow().ordinal();
    }

    CommitOutcome commit(Commit commit, Work.Draft draft) {
        int before = digested;
        CommitOutcome outcome = await(store.commit(commit));
        read();
        if (digested > before) {
            if (!draft.writes().isEmpty()) {
                draft.events().stream()
                        .filter(RunEvent.ToolCompleted.class::isInstance)
                        .forEach(event -> witness.committed(ordinal(((RunEvent.ToolCompleted) event).call())));
            }
            if (commit.ending() instanceof Ending.Wait) {
                sleptSeeing = commit.seenSignals();
            }
        }
        return outcome;
    }

    void signal(Signal.Kind kind, ObjectNode data, String actor) {
        var _ = await(store.signal(new NewSignal(RUN, kind, Json.bytes(data), actor)));
        lookIntoInbox();
    }

    void lookIntoInbox() {
        inbox = await(store.signals(RUN, 0));
    }

    private void read() {
        List<JournalEvent> journal = journal();
        for (JournalEvent event : journal.subList(digested, journal.size())) {
            Bytes content = event.content();
            digest = Sha256.of(digest + event.type() + event.data().text() + (content == null ? "" : content.text()))
                    .hex();
            state = Fold.apply(state, RunEventReader.read(event).orElseThrow(), event.at());
        }
        digested = journal.size();
    }

    /** Equal for worlds in which the same can happen from here on; owners have no names in it. */
    String essence() {
        RunRecord row = row();
        boolean due = row.waitUntil() == null || !row.waitUntil().isAfter(now());
        StringBuilder text = new StringBuilder(digest)
                .append(row.status())
                .append(row.leaseEpoch())
                .append(due)
                .append(leaseExpired)
                .append(sleptSeeing)
                .append(witness)
                .append(overdue)
                .append(flights)
                .append(budget)
                .append(broken);
        inbox().forEach(signal ->
                text.append(signal.kind()).append(signal.data().text()).append(signal.actor()));
        state.calls()
                .forEach(call -> text.append(
                        call.waitsUntil().filter(until -> until.isAfter(now())).isPresent()));
        owners.stream()
                .map(Owner::essence)
                .sorted()
                .forEach(essence -> text.append('\n').append(essence));
        return text.toString();
    }
}

package io.sallyport.checkpoint;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A store whose clock a test can move, and short words for what is done to it. */
public final class StoreUnderTest {
    public static final Duration LEASE = Duration.ofSeconds(15);
    public static final Duration KEYS_KEPT = Duration.ofHours(36);
    static final Totals NOTHING = Totals.NONE;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Which makes names different in every test: they share one database. */
    private static final AtomicInteger WORLDS = new AtomicInteger();

    private final AtomicInteger counter = new AtomicInteger();
    private final String world =
            "w" + WORLDS.incrementAndGet() + "x" + ProcessHandle.current().pid();
    private final Checkpoints port;
    private final Clock clock;

    /** Moves the store's time. */
    public interface Clock {
        void elapse(Duration time);

        /** The database has been restarted: no lease is younger than it. */
        void restarted();
    }

    public StoreUnderTest(Checkpoints port, Clock clock) {
        this.port = port;
        this.clock = clock;
    }

    public Checkpoints port() {
        return port;
    }

    public String name(String kind) {
        return kind + "_" + world + "_" + counter.incrementAndGet();
    }

    void elapse(Duration time) {
        clock.elapse(time);
    }

    void restarted() {
        clock.restarted();
    }

    @CanIgnoreReturnValue
    public <T> T now(Uni<T> answer) {
        return answer.await().atMost(LIMIT);
    }

    /** All at once; the answers in the order of the questions. */
    @CanIgnoreReturnValue
    public <T> List<T> together(List<Uni<T>> questions) {
        List<java.util.concurrent.CompletableFuture<T>> running = questions.stream()
                .map(question -> question.subscribeAsCompletionStage().toCompletableFuture())
                .toList();
        return running.stream()
                .map(future -> Uni.createFrom().completionStage(future).await().atMost(LIMIT))
                .toList();
    }

    /** Another run's order, of a creator, an agent and a thread of its own. */
    public NewRun order() {
        return order(name("agent"), name("thread"));
    }

    public NewRun order(String agent, String thread) {
        return new NewRun(
                name("run"),
                "default",
                agent,
                "digest of " + agent,
                Bytes.of("{\"agent\":\"" + agent + "\"}"),
                thread,
                NewRun.Busy.ENQUEUE,
                "web-chat",
                "alice",
                name("request"),
                null,
                Sha256.of("hello"),
                event("run.created", "\"hello\""),
                Optional.empty());
    }

    static NewRun as(NewRun run, String tenant, String client, String subject) {
        return new NewRun(
                run.id(),
                tenant,
                run.agent(),
                run.revision(),
                run.revisionSpec(),
                run.thread(),
                run.busy(),
                client,
                subject,
                run.requestId(),
                run.traceparent(),
                run.bodyHash(),
                run.created(),
                run.key());
    }

    static NewRun with(NewRun run, NewRun.Busy busy, NewRun.CallerKey key) {
        return new NewRun(
                run.id(),
                run.tenant(),
                run.agent(),
                run.revision(),
                run.revisionSpec(),
                run.thread(),
                busy,
                run.client(),
                run.subject(),
                run.requestId(),
                run.traceparent(),
                run.bodyHash(),
                run.created(),
                Optional.of(key));
    }

    static NewRun rejecting(NewRun run) {
        return new NewRun(
                run.id(),
                run.tenant(),
                run.agent(),
                run.revision(),
                run.revisionSpec(),
                run.thread(),
                NewRun.Busy.REJECT,
                run.client(),
                run.subject(),
                run.requestId(),
                run.traceparent(),
                run.bodyHash(),
                run.created(),
                run.key());
    }

    NewRun.CallerKey key(String fingerprint) {
        return new NewRun.CallerKey("web-chat runs", name("key"), Sha256.of(fingerprint));
    }

    public static NewEvent event(String type, String content) {
        return new NewEvent(type, Bytes.of("{\"type\":1}"), Bytes.of(content));
    }

    @CanIgnoreReturnValue
    public RunRecord accepted() {
        return accepted(order());
    }

    @CanIgnoreReturnValue
    public RunRecord accepted(NewRun order) {
        return ((Accepted.Created) now(port.accept(order))).run();
    }

    public RunRecord find(String run) {
        return now(port.find(run)).orElseThrow();
    }

    public ClaimOrder asking(int most) {
        return new ClaimOrder("replica-a", most, LEASE, LEASE, false);
    }

    /** Claims until {@code run} is there: other tests' runs may be claimable too, and are none of ours. */
    @CanIgnoreReturnValue
    Optional<Claimed> claim(String run, ClaimOrder order) {
        List<Claimed> claimed = now(port.claim(order));
        while (!claimed.isEmpty()) {
            Optional<Claimed> ours =
                    claimed.stream().filter(one -> one.run().id().equals(run)).findFirst();
            if (ours.isPresent()) {
                return ours;
            }
            claimed = now(port.claim(order));
        }
        return Optional.empty();
    }

    @CanIgnoreReturnValue
    public Optional<Claimed> claim(String run) {
        return claim(run, asking(100));
    }

    public Lease leased() {
        return claim(accepted().id()).orElseThrow().lease();
    }

    /** A commit of one event; {@code change} makes it what the test is about. */
    public Commit commit(Lease lease, Function<Draft, Draft> change) {
        return change.apply(new Draft(this, lease, find(lease.run()).nextSeq())).build();
    }

    @CanIgnoreReturnValue
    public CommitOutcome goOn(Lease lease) {
        return now(port.commit(commit(lease, draft -> draft)));
    }

    @CanIgnoreReturnValue
    public CommitOutcome end(Lease lease) {
        return now(port.commit(commit(lease, draft -> draft.ending(new Ending.End(RunStatus.COMPLETED)))));
    }

    @CanIgnoreReturnValue
    CommitOutcome sleep(Lease lease, RunStatus status, Optional<Duration> wakeIn) {
        return now(port.commit(commit(lease, draft -> draft.ending(new Ending.Wait(status, wakeIn)))));
    }

    public NewSignal cancel(String run) {
        return new NewSignal(run, Signal.Kind.CANCEL, Bytes.of("{\"reason\":\"enough\"}"), "web-chat/alice");
    }

    public List<JournalEvent> journal(String run) {
        return now(port.events(run, 0, 1000));
    }

    public static CallRow call(String id, int ordinal, CallState state, String key, String arguments) {
        return new CallRow(
                id,
                1,
                ordinal,
                "create_order",
                key.isEmpty() ? null : key,
                Sha256.of(arguments),
                Bytes.of(arguments),
                state,
                1,
                Duration.ofSeconds(2),
                null,
                null);
    }

    /** A commit that is being put together. */
    public static final class Draft {
        private final StoreUnderTest store;
        private final Lease lease;
        private long seq;
        private String id;
        private CommitPoint point = CommitPoint.C4_DECISION;
        private long seen;
        private Ending ending = new Ending.GoOn();
        private List<NewEvent> events = List.of(event("step.started", "\"x\""));
        private Totals totals = NOTHING;
        private List<CallRow> calls = List.of();
        private List<ApprovalRow> approvals = List.of();
        private Optional<AttemptRow> attempt = Optional.empty();
        private final List<KeyValueWrite> writes = new ArrayList<>();
        private Kin kin = Kin.NONE;

        public Draft(StoreUnderTest store, Lease lease, long seq) {
            this.store = store;
            this.lease = lease;
            this.seq = seq;
            this.id = store.name("commit");
        }

        public Draft id(String named) {
            id = named;
            return this;
        }

        public Draft at(CommitPoint where) {
            point = where;
            return this;
        }

        Draft expecting(long next) {
            seq = next;
            return this;
        }

        public Draft seen(long signals) {
            seen = signals;
            return this;
        }

        public Draft ending(Ending how) {
            ending = how;
            return this;
        }

        public Draft events(NewEvent... what) {
            events = List.of(what);
            return this;
        }

        Draft totals(Totals all) {
            totals = all;
            return this;
        }

        public Draft calls(CallRow... rows) {
            calls = List.of(rows);
            return this;
        }

        public Draft approvals(ApprovalRow... rows) {
            approvals = List.of(rows);
            return this;
        }

        public Draft attempt(AttemptRow row) {
            attempt = Optional.of(row);
            return this;
        }

        Draft write(KeyValueWrite write) {
            writes.add(write);
            return this;
        }

        /** What it means for other runs. */
        public Draft kin(Kin others) {
            kin = others;
            return this;
        }

        public Commit build() {
            return new Commit(
                    id, point, lease, seq, seen, ending, events, totals, calls, approvals, attempt, writes, kin);
        }
    }
}

package io.sallyport.run.driver;

import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.ClaimOrder;
import io.sallyport.checkpoint.Claimed;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.TestingCheckpoints;
import io.sallyport.config.RunSettings;
import io.sallyport.core.Bytes;
import io.sallyport.core.IdSource;
import io.sallyport.core.Problem;
import io.sallyport.core.Replica;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.idempotency.Claims;
import io.sallyport.limit.TestingBudgets;
import io.sallyport.prompt.Opening;
import io.sallyport.run.News;
import io.sallyport.run.RunNews;
import io.sallyport.run.TestingUserTokens;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Starter;
import io.sallyport.stop.Stops;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.GrantConditions;
import io.sallyport.tool.ToolUsage;
import io.sallyport.usage.TestingLedger;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A store, a model and tools; runs are accepted, claimed by a named owner, and performed by the real driver. */
final class Stage implements AutoCloseable {
    static final Duration LEASE = TestingRunSettings.SHIPPED.lease();

    final TestingCheckpoints store = new TestingCheckpoints(Instant.parse("2026-01-01T00:00:00Z"));
    final TestingModels models = new TestingModels();
    final TestingTools tools = new TestingTools();
    final Stops stops = new Stops();
    /** What conditions say. */
    volatile GrantConditions conditions = (grant, facts) -> Optional.empty();

    final List<News> news = new CopyOnWriteArrayList<>();
    final TestingObserver seen = new TestingObserver();
    final List<String> woken = new CopyOnWriteArrayList<>();
    final List<RunTask> left = new CopyOnWriteArrayList<>();
    volatile @Nullable Problem unrenderable;
    /** Whether the revision that runs are pinned to cannot be read. */
    volatile boolean unreadable;
    /** Where keys are claimed. */
    volatile Claims claims = new NoClaims();
    /** In whose names runs act. */
    final TestingUserTokens users = new TestingUserTokens();

    final TestingLedger ledger = new TestingLedger(new TestingBudgets());
    private final AtomicInteger ids = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final AgentRevision agent;
    private final Catalog catalog;
    private final Map<String, AgentRevision> revisions = new HashMap<>();

    /** With agents that may be asked by the desk. */
    static Stage of(AgentRevision agent, AgentRevision... others) {
        return new Stage(agent, TestingAgents.model("m", OptionalInt.empty(), Optional.empty()), List.of(), others);
    }

    Stage(AgentRevision agent) {
        this(agent, TestingAgents.model("m", OptionalInt.empty(), Optional.empty()), List.of());
    }

    Stage(AgentRevision agent, ModelSpec model, List<ModelSpec> fallbacks, AgentRevision... others) {
        this.agent = agent;
        Map<String, AgentRevision> agents = new HashMap<>(Map.of("desk", agent));
        for (AgentRevision other : others) {
            agents.put(other.agent().name(), other);
            revisions.put(other.digest(), other);
        }
        RouteSpec route = new RouteSpec(
                "r",
                List.of(new RouteSpec.Candidate(model, 1)),
                fallbacks,
                RouteSpec.Timeouts.DEFAULT,
                RouteSpec.RetrySpec.DEFAULT,
                RouteSpec.BreakerSpec.DEFAULT);
        this.catalog = new Catalog("c", Instant.EPOCH, Map.of(), Map.of("r", route), List.of(), agent.tools(), agents);
    }

    String accept(String text) {
        NewRun order = order("run_" + ids.incrementAndGet(), "thread_1", text);
        var _ = store.accept(order).subscribe().asCompletionStage().resultNow();
        return order.id();
    }

    static NewRun order(String run, String thread, String text) {
        Message wish = Message.of(Role.USER, text, Label.USER);
        RunEvent created = new RunEvent.Created(
                "desk", "rev", thread, List.of(wish), Json.object(), Optional.of(new Starter(true, Set.of("clerk"))));
        return new NewRun(
                run,
                "default",
                "desk",
                "rev",
                Bytes.of("{}"),
                thread,
                NewRun.Busy.ENQUEUE,
                "caller",
                null,
                "request",
                null,
                Sha256.of(text),
                RunEventJson.write(created),
                Optional.empty());
    }

    /** Claims what can be claimed, and begins to perform it. */
    RunTask perform(String owner) {
        Claimed claimed = claim(owner);
        RunTask task = task(claimed, owner);
        task.begin();
        return task;
    }

    Claimed claim(String owner) {
        List<Claimed> claimed = store.claim(new ClaimOrder(owner, 1, LEASE, Duration.ofHours(1), true))
                .subscribe()
                .asCompletionStage()
                .resultNow();
        return claimed.getFirst();
    }

    RunTask task(Claimed claimed, String owner) {
        InstantSource clock = InstantSource.system();
        return new RunTask(
                services(owner, clock),
                claimed,
                new LeaseClock(clock, LeaseClock.now(clock)),
                ((VertxInternal) vertx).createEventLoopContext(),
                left::add);
    }

    Services services(String owner, InstantSource clock) {
        return services(owner, clock, store, TestingRunSettings.SHIPPED);
    }

    /** As a replica has them that calls itself {@code owner} and whose wall clock is {@code clock}. */
    Services services(String owner, InstantSource clock, Checkpoints checkpoints, RunSettings settings) {
        Performers performers = new Performers(
                models,
                new ToolCalls(tools, claims, new ArgumentCheck(), new ToolUsage(ledger)),
                new CallRules(conditions, stops),
                new PromptOpening((prompt, input, variables) -> {
                    if (unrenderable != null) {
                        throw unrenderable.exception();
                    }
                    return new Opening(opening(input), 1);
                }),
                digest -> unreadable
                        ? Uni.createFrom().failure(new IllegalStateException("what is this?"))
                        : Uni.createFrom().item(revisions.getOrDefault(digest, agent)),
                users);
        return new Services(
                checkpoints,
                new Ears(),
                woken::add,
                seen,
                new StandingCatalog(),
                performers,
                new Replica(owner),
                settings,
                IdSource.random(clock),
                RandomGenerator.getDefault(),
                clock,
                vertx);
    }

    private static List<Message> opening(List<Part> input) {
        return List.of(
                Message.of(Role.SYSTEM, "You are the desk.", Label.SYSTEM),
                new Message(Role.USER, input, List.of(), Optional.empty()));
    }

    RunStatus status(String run) {
        return store.run(run).status();
    }

    void awaitStatus(String run, RunStatus wanted) {
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(5))
                .alias(run + " becomes " + wanted)
                .until(() -> status(run) == wanted);
    }

    List<String> types(String run) {
        return store.journal(run).stream().map(JournalEvent::type).toList();
    }

    RunState state(String run) {
        return Fold.all(store.journal(run));
    }

    void signal(String run, Signal.Kind kind, String json) {
        var _ = store.signal(new NewSignal(run, kind, Bytes.of(json), "boss/ann"))
                .subscribe()
                .asCompletionStage()
                .resultNow();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(5, java.util.concurrent.TimeUnit.SECONDS);
    }

    private final class Ears implements RunNews {
        @Override
        public void publish(String run, News told) {
            news.add(told);
        }

        @Override
        public Watch watch(String run, Consumer<News> listener) {
            return () -> {};
        }

        @Override
        public boolean connected() {
            return true;
        }
    }

    private final class StandingCatalog implements CatalogSource {
        @Override
        public Catalog current() {
            return catalog;
        }

        @Override
        public void onChange(Consumer<Catalog> listener) {
            listener.accept(catalog);
        }
    }

    private static final class NoClaims implements Claims {
        @Override
        public Uni<Claim> claim(String key, String owner, long epoch, Duration ttl) {
            return Uni.createFrom().item(Claim.UNAVAILABLE);
        }

        @Override
        public Uni<Void> release(String key, String owner) {
            return Uni.createFrom().voidItem();
        }
    }
}

package io.sallyport.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.LimitRules;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Role;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.NewRun.Busy;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.TestingCheckpoints;
import io.sallyport.core.Bytes;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.limit.LimitBook;
import io.sallyport.limit.RequestRates;
import io.sallyport.limit.TestingRates;
import io.sallyport.stop.Stops;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** The facades of runs on a store in memory, with two agents and whoever a test needs. */
final class RunStage {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    final TestingCheckpoints store = new TestingCheckpoints(START);
    final TestingRunViews views = new TestingRunViews();
    final List<String> woken = new ArrayList<>();
    final TestingRates rates = new TestingRates();
    final Stops stops = new Stops();
    private final AtomicInteger ids = new AtomicInteger();
    final TestingOrigins origins = new TestingOrigins();
    final TestingUserTokens users = new TestingUserTokens();
    final Runs runs = new Runs(
            store,
            views,
            woken::add,
            new RunAdmission(new RequestRates(new LimitBook(), rates), stops),
            origins,
            users,
            prefix -> prefix + "_" + ids.incrementAndGet());
    final Approvals approvals = new Approvals(store, views, woken::add);
    final Answers answers = new Answers(runs, views, store);

    static Caller caller(String client, @Nullable String subject, String... may) {
        return caller(new AgentIdentity(client, subject, Set.of(), subject != null, "default", null), may);
    }

    static Caller caller(AgentIdentity identity, String... may) {
        return new Caller(identity, Set.of(may)::contains, CATALOG);
    }

    /** The same catalogue with a limit for everybody. */
    static Catalog limited(Catalog catalog, LimitSpec limit) {
        return new Catalog(
                "limited",
                catalog.loadedAt(),
                catalog.providers(),
                catalog.routes(),
                catalog.principals(),
                catalog.tools(),
                catalog.agents(),
                new LimitRules(
                        ZoneOffset.UTC,
                        LimitRules.OnStoreLoss.LOCAL,
                        Duration.ZERO,
                        new LimitsSpec(List.of(limit), List.of())),
                catalog.mcp());
    }

    static StartOrder order(Caller caller, String agent) {
        ObjectNode metadata = Json.object();
        return new StartOrder(
                caller,
                agent,
                List.of(Message.of(Role.USER, "Order two anvils.", Label.USER)),
                metadata,
                Optional.empty(),
                Busy.ENQUEUE,
                Optional.empty(),
                "POST /v1/agents/" + agent + "/runs",
                Sha256.of("body"),
                "req_1",
                null);
    }

    static StartOrder keyed(StartOrder order, String key, String body) {
        return new StartOrder(
                order.caller(),
                order.agent(),
                order.input(),
                order.metadata(),
                order.thread(),
                order.busy(),
                Optional.of(key),
                order.route(),
                Sha256.of(body),
                order.requestId(),
                order.traceparent());
    }

    static StartOrder in(StartOrder order, String thread, Busy busy) {
        return new StartOrder(
                order.caller(),
                order.agent(),
                order.input(),
                order.metadata(),
                Optional.of(thread),
                busy,
                order.key(),
                order.route(),
                order.bodyHash(),
                order.requestId(),
                order.traceparent());
    }

    RunRecord started(Caller caller) {
        return now(runs.start(order(caller, "order-desk"))).run();
    }

    static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }

    /** What it is refused with. */
    static ProblemException refusal(Runnable what, ProblemCode code) {
        Throwable thrown = Assertions.catchThrowable(what::run);
        Assertions.assertThat(thrown).isInstanceOf(ProblemException.class);
        ProblemException refused = (ProblemException) thrown;
        Assertions.assertThat(refused.problem().code()).as(refused.getMessage()).isEqualTo(code);
        return refused;
    }

    static CallLine call(String id, CallState state) {
        return new CallLine(
                id, 1, 0, "create_order", state, Sha256.of("{}"), 1, null, null, START, START.plusSeconds(1));
    }

    private static final Catalog CATALOG = new Catalog(
            "r1",
            START,
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            new LinkedHashMap<>(Map.of("order-desk", agent("order-desk", false), "strict", agent("strict", true))));

    private static AgentRevision agent(String name, boolean requireKey) {
        AgentSpec spec = new AgentSpec(
                name,
                name + "-client",
                Optional.empty(),
                "chat-default",
                name + "/main",
                List.of(),
                AgentSpec.Limits.DEFAULT,
                LimitsSpec.NONE,
                Duration.ofDays(7),
                Duration.ofHours(1),
                requireKey,
                Optional.empty());
        Bytes bytes = Bytes.of("{\"agent\":{\"client\":\"" + name + "-client\"},\"prompt\":{\"digest\":\"d1\"}}");
        return new AgentRevision(
                bytes.sha256().hex(),
                bytes,
                spec,
                new PromptSpec(name + "/main", 1, "d1", Json.object(), "", Map.of()),
                Map.of());
    }
}

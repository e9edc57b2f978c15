package io.sallyport.tool.door;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.core.IdSource;
import io.sallyport.core.Problem;
import io.sallyport.core.Replica;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Permissions;
import io.sallyport.stop.Stops;
import io.sallyport.testing.tool.TestingTool;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.cel.CelConditions;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The door with fakes behind it, and a caller in front of it. */
final class DoorUnderTest {
    static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    static final Duration GRACE = Duration.ofMillis(600);
    static final Duration TIMEOUT_OF_TOOLS = Duration.ofMillis(400);

    /** By then an owner that has said nothing is gone. */
    static final Duration DEAD = TIMEOUT_OF_TOOLS.plus(GRACE);

    final TestingTools tools;
    final TestingDirectLedger ledger;
    final TestingClaims claims;
    private final Map<String, ToolSpec> catalogue = new LinkedHashMap<>();
    private final Map<String, AgentRevision> agents = new LinkedHashMap<>();
    final AtomicInteger underWay = new AtomicInteger();
    final Stops stops = new Stops();
    final Admission admission = new Admission(new ArgumentCheck(), new CelConditions(), stops, () -> NOON);
    private final DirectCalls calls;
    private AgentIdentity who = new AgentIdentity("batch", null, Set.of(), false, "default", null);
    private String credential = "e30.e30.c2ln";
    private Permissions may = permission -> permission.startsWith("tool:");

    private DoorUnderTest(TestingTools tools, TestingDirectLedger ledger, TestingClaims claims) {
        this.tools = tools;
        this.ledger = ledger;
        this.claims = claims;
        this.calls = new DirectCalls(
                admission,
                new DoorServices(
                        tools,
                        ledger,
                        claims,
                        IdSource.random(InstantSource.system()),
                        InstantSource.system(),
                        new Replica("r1"),
                        GRACE),
                () -> {
                    underWay.incrementAndGet();
                    return underWay::decrementAndGet;
                });
    }

    /** Another replica in front of the same stores and the same tools. */
    DoorUnderTest replica() {
        DoorUnderTest other = new DoorUnderTest(tools, ledger, claims);
        other.catalogue.putAll(catalogue);
        other.agents.putAll(agents);
        return other;
    }

    static DoorUnderTest with(ToolSpec... tools) {
        DoorUnderTest door = new DoorUnderTest(new TestingTools(), new TestingDirectLedger(), new TestingClaims());
        for (ToolSpec tool : tools) {
            door.catalogue.put(tool.name(), tool);
        }
        return door;
    }

    DoorUnderTest agent(AgentRevision agent) {
        agents.put(agent.agent().name(), agent);
        return this;
    }

    DoorUnderTest as(String client, @Nullable String subject) {
        who = new AgentIdentity(client, subject, Set.of(), subject != null, "default", null);
        return this;
    }

    DoorUnderTest may(Permissions permissions) {
        may = permissions;
        return this;
    }

    /** From now on whoever calls shows this credential. */
    DoorUnderTest bearing(String newCredential) {
        credential = newCredential;
        return this;
    }

    Caller caller() {
        Catalog catalog = new Catalog("r1", Instant.EPOCH, Map.of(), Map.of(), List.of(), catalogue, agents);
        return new Caller(who, may, catalog).bearing(credential);
    }

    DirectCalls calls() {
        return calls;
    }

    Uni<DirectAnswer> start(String tool, @Nullable String key, String arguments) {
        return calls.call(
                caller(), new DirectRequest(tool, Json.parse(arguments).orElseThrow(), Optional.ofNullable(key), null));
    }

    DirectAnswer call(String tool, @Nullable String key, String arguments) {
        return start(tool, key, arguments).await().atMost(Duration.ofSeconds(20));
    }

    DirectAnswer.Result result(String tool, @Nullable String key) {
        DirectAnswer answer = call(tool, key, "{}");
        if (answer instanceof DirectAnswer.Result result) {
            return result;
        }
        throw new AssertionError("no result but " + answer);
    }

    Problem problem(String tool, @Nullable String key) {
        return problem(tool, key, "{}");
    }

    Problem problem(String tool, @Nullable String key, String arguments) {
        DirectAnswer answer = call(tool, key, arguments);
        if (answer instanceof DirectAnswer.Refusal refusal) {
            return refusal.problem();
        }
        throw new AssertionError("no problem but " + answer);
    }

    /** With a tool of each class. */
    static DoorUnderTest withOneOfEach() {
        return DoorUnderTest.with(
                tool("keyed", Effect.IRREVERSIBLE, Idempotency.KEYED).spec(),
                tool("once", Effect.IRREVERSIBLE, Idempotency.NONE).spec(),
                tool("asked", Effect.IRREVERSIBLE, Idempotency.QUERYABLE)
                        .onNotApplied(OnNotApplied.CALL)
                        .spec(),
                tool("asked_only", Effect.IRREVERSIBLE, Idempotency.QUERYABLE)
                        .onNotApplied(OnNotApplied.RECONCILE)
                        .spec(),
                tool("kept", Effect.REVERSIBLE, Idempotency.TRANSACTIONAL).spec(),
                tool("read", Effect.NONE, Idempotency.NONE).spec(),
                tool("invoice", Effect.IRREVERSIBLE, Idempotency.KEYED)
                        .businessKey("number")
                        .spec());
    }

    static TestingTool tool(String name, Effect effect, Idempotency idempotency) {
        return TestingTool.named(name)
                .is(effect, idempotency)
                .timeout(TIMEOUT_OF_TOOLS)
                .retry(3);
    }
}

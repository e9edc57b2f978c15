package io.sallyport.testing.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.catalog.UrlTemplate;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes manifests: what is not said is what the catalogue would take. */
public final class TestingTool {
    private final String name;
    private Effect effect = Effect.IRREVERSIBLE;
    private Idempotency idempotency = Idempotency.NONE;
    private OnNotApplied onNotApplied = OnNotApplied.RECONCILE;
    private JsonNode input = json("{\"type\": \"object\"}");
    private Optional<JsonNode> output = Optional.empty();
    private Duration timeout = Duration.ofSeconds(2);
    private Duration keyValidFor = Duration.ofHours(24);
    private int retry = 5;
    private List<String> businessKey = List.of();
    private int maxOutput = 64 * 1024;
    private int maxConcurrent = 16;
    private BreakerSpec breaker = new BreakerSpec(20, 0.5, Duration.ofSeconds(10));
    private ToolBinding binding = new ToolBinding.BuiltIn("nothing");
    private Approval approval = Approval.NEVER;
    private List<String> sinks = List.of();
    private Set<String> trusted = Set.of();

    private TestingTool(String name) {
        this.name = name;
    }

    public static TestingTool named(String name) {
        return new TestingTool(name);
    }

    public TestingTool is(Effect newEffect, Idempotency newIdempotency) {
        effect = newEffect;
        idempotency = newIdempotency;
        return this;
    }

    public TestingTool onNotApplied(OnNotApplied what) {
        onNotApplied = what;
        return this;
    }

    public TestingTool input(String schema) {
        input = json(schema);
        return this;
    }

    public TestingTool output(String schema) {
        output = Optional.of(json(schema));
        return this;
    }

    public TestingTool timeout(Duration newTimeout) {
        timeout = newTimeout;
        return this;
    }

    public TestingTool keyValidFor(Duration duration) {
        keyValidFor = duration;
        return this;
    }

    public TestingTool retry(int attempts) {
        retry = attempts;
        return this;
    }

    public TestingTool businessKey(String... arguments) {
        businessKey = List.of(arguments);
        return this;
    }

    public TestingTool maxConcurrent(int most) {
        maxConcurrent = most;
        return this;
    }

    public TestingTool breaker(BreakerSpec spec) {
        breaker = spec;
        return this;
    }

    /** A policy decides by these arguments. */
    public TestingTool byPolicy(String... arguments) {
        approval = Approval.BY_POLICY;
        sinks = List.of(arguments);
        return this;
    }

    public TestingTool trusted(String... fields) {
        trusted = Set.of(fields);
        return this;
    }

    public TestingTool builtIn(String kind) {
        binding = new ToolBinding.BuiltIn(kind);
        return this;
    }

    public TestingTool fetch(String... hosts) {
        binding = new ToolBinding.Fetch(List.of(hosts));
        return this;
    }

    public TestingTool http(ToolBinding.Http http) {
        binding = http;
        return this;
    }

    public TestingTool mcp(ToolBinding.Mcp mcp) {
        binding = mcp;
        return this;
    }

    public TestingTool http(String method, String url) {
        return http(new ToolBinding.Http(
                method,
                new UrlTemplate(url),
                ToolBinding.Auth.NONE,
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty()));
    }

    public ToolSpec spec() {
        return new ToolSpec(
                name,
                "A tool of a test.",
                Sha256.of(name + input + output + binding + breaker + maxConcurrent)
                        .hex(),
                Json.object(),
                effect,
                idempotency,
                approval,
                input,
                output,
                timeout,
                keyValidFor,
                retry,
                OnUnknown.RECONCILE,
                Optional.empty(),
                onNotApplied,
                businessKey,
                maxOutput,
                maxConcurrent,
                breaker,
                trusted,
                binding,
                sinks);
    }

    private static JsonNode json(String text) {
        return Json.parse(text).orElseThrow();
    }
}

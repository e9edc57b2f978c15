package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.core.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds a tool's manifest. What it does not say is as in the manifest it builds on, where there is one, else the default. */
final class ToolBinder {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration KEY_VALID_FOR = Duration.ofHours(24);
    private static final int RETRY = 5;
    private static final int MAX_OUTPUT = 64 * 1024;
    static final int MAX_CONCURRENT = 32;

    private final EndpointBinder endpoints;

    /** @param servers the MCP servers that a manifest may name */
    ToolBinder(LoadContext context, Map<String, McpServerSpec> servers) {
        this.endpoints = new EndpointBinder(context, servers);
    }

    /** The tool, unless something that nothing can stand in for is missing, which is found. */
    Optional<ToolSpec> bind(String name, Fields fields, @Nullable ToolSpec base) {
        Optional<ToolBinding> binding = endpoints.bind(fields);
        Optional<Effect> effect = Words.read(fields, "effect", Effect.values()).or(() -> of(base, ToolSpec::effect));
        Optional<Idempotency> idempotency =
                Words.read(fields, "idempotency", Idempotency.values()).or(() -> of(base, ToolSpec::idempotency));
        Optional<String> description = fields.text("description").or(() -> of(base, ToolSpec::description));
        Optional<JsonNode> input =
                fields.json("input").filter(JsonNode::isObject).or(() -> of(base, ToolSpec::input));
        if (binding.isEmpty()
                || effect.isEmpty()
                || idempotency.isEmpty()
                || description.isEmpty()
                || input.isEmpty()) {
            if (!fields.has("builtin")) {
                missing(fields);
            }
            return Optional.empty();
        }
        ToolSpec tool = new ToolSpec(
                name,
                description.get(),
                "",
                Json.object(),
                effect.get(),
                idempotency.get(),
                approval(fields, base),
                input.get(),
                fields.json("output").or(() -> of(base, ToolSpec::output).flatMap(output -> output)),
                fields.duration("timeout").or(() -> of(base, ToolSpec::timeout)).orElse(TIMEOUT),
                fields.duration("keyValidFor").orElse(KEY_VALID_FOR),
                fields.whole("retry").orElse(base == null ? RETRY : base.retry()),
                onUnknown(fields),
                fields.fields("onUnknown").text("compensate"),
                Words.read(fields, "onNotApplied", OnNotApplied.values()).orElse(OnNotApplied.RECONCILE),
                fields.texts("businessKey"),
                fields.whole("maxOutput").orElse(base == null ? MAX_OUTPUT : base.maxOutput()),
                fields.whole("maxConcurrent").orElse(maxConcurrent(binding.get(), base)),
                fields.has("breaker") ? RetryBinder.breaker(fields.fields("breaker")) : breaker(binding.get()),
                fields.has("trusted") || base == null ? Set.copyOf(fields.texts("trusted")) : base.trusted(),
                binding.get(),
                fields.texts("sinks"));
        return Optional.of(ToolManifest.complete(tool));
    }

    private static int maxConcurrent(ToolBinding binding, @Nullable ToolSpec base) {
        if (binding instanceof ToolBinding.Mcp mcp) {
            return mcp.server().maxConcurrent();
        }
        return base == null ? MAX_CONCURRENT : base.maxConcurrent();
    }

    private static BreakerSpec breaker(ToolBinding binding) {
        return binding instanceof ToolBinding.Mcp mcp ? mcp.server().breaker() : BreakerSpec.DEFAULT;
    }

    private static <T> Optional<T> of(@Nullable ToolSpec base, Function<ToolSpec, T> part) {
        return Optional.ofNullable(base).map(part);
    }

    private static Approval approval(Fields fields, @Nullable ToolSpec base) {
        return Words.read(fields, "approval", Approval.values())
                .or(() -> of(base, ToolSpec::approval))
                .orElse(Approval.NEVER);
    }

    private static OnUnknown onUnknown(Fields fields) {
        return fields.fields("onUnknown").has("compensate")
                ? OnUnknown.COMPENSATE
                : Words.read(fields, "onUnknown", OnUnknown.values()).orElse(OnUnknown.RECONCILE);
    }

    /** Only a manifest that builds on another may leave these out, which a schema cannot say. */
    private static void missing(Fields fields) {
        missing(fields, "description", "A text for the model: what the tool does, and what is at stake.");
        missing(fields, "effect", "`none`, `reversible` or `irreversible`.");
        missing(fields, "idempotency", "`keyed`, `queryable`, `none`, or `transactional` for built-in tools that are.");
        missing(fields, "input", "A JSON Schema of the arguments, of the type `object`.");
    }

    private static void missing(Fields fields, String key, String expected) {
        if (!fields.has(key)) {
            fields.findings().error(fields.at(key), "The key `" + key + "` is missing.", "Add it. " + expected);
        }
    }
}

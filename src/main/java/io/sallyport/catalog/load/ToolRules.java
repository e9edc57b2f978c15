package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolBinding.Http;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tool says of itself has to fit together, and with the other tools. */
final class ToolRules {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Map<String, ToolSpec> builtIn;
    private final Tools tools;
    private final SchemaRules schemas;
    private final Findings findings;

    ToolRules(Map<String, ToolSpec> builtIn, Tools tools, SchemaRules schemas, Findings findings) {
        this.builtIn = builtIn;
        this.tools = tools;
        this.schemas = schemas;
        this.findings = findings;
    }

    void check(ToolSpec tool, Fields fields) {
        switch (tool.binding()) {
            case Http http -> http(tool, http, fields);
            case Mcp mcp -> mcp(tool, mcp, fields);
            case ToolBinding.BuiltIn(String name) -> builtIn(name, fields);
            case ToolBinding.Fetch fetch -> builtIn(ToolBinding.Fetch.NAME, fields);
            case ToolBinding.Agent _ -> throw new IllegalStateException("no file says that it is an agent");
        }
        new HostRules(findings).check(tool.binding(), fields);
        new SinkRules(findings).check(tool, fields);
        if (tool.timeout().compareTo(LONGEST) > 0) {
            findings.error(
                    fields.at("timeout"),
                    "A call may take `1h` at most.",
                    "Make it shorter; what takes longer is started by one tool and asked about by another.");
        }
        if (tool.effect() == Effect.NONE && tool.idempotency() != Idempotency.NONE) {
            findings.warning(
                    fields.at("idempotency"),
                    "A tool without effect can always be called again: its `idempotency` is not looked at.",
                    "Write `idempotency: none`, or say what its `effect` is.");
        }
        keys(tool, fields);
        compensation(tool, fields);
        schemas.check(tool, fields);
    }

    /** What the gateway does itself cannot be described otherwise than it is. */
    private void builtIn(String name, Fields fields) {
        @Nullable ToolSpec known = builtIn.get(name);
        if (known == null) {
            return;
        }
        if (fields.has("effect") && !fields.text("effect").equals(Optional.of(Words.of(known.effect())))) {
            fixed("effect", name, fields);
        }
        if (fields.has("idempotency")
                && !fields.text("idempotency").equals(Optional.of(Words.of(known.idempotency())))) {
            fixed("idempotency", name, fields);
        }
        List.of("input", "output").stream().filter(fields::has).forEach(key -> fixed(key, name, fields));
    }

    private void fixed(String key, String name, Fields fields) {
        findings.error(
                fields.keyAt(key),
                "The `" + key + "` of `" + name + "` is what it is: the tool is built in.",
                "Remove `" + key + "`.");
    }

    /** What holds for whatever is somewhere else. */
    private void remote(ToolSpec tool, Fields fields) {
        if (builtIn.containsKey(tool.name())) {
            findings.error(
                    fields.at("name"),
                    "`" + tool.name() + "` is the name of a built-in tool.",
                    "Choose another name, or write `builtin: " + tool.name() + "`.");
        }
        if (tool.idempotency() == Idempotency.TRANSACTIONAL) {
            findings.error(
                    fields.at("idempotency"),
                    "Only a built-in tool can be part of the gateway's own transaction.",
                    "Write `keyed` if the tool remembers keys, `queryable` if it can be asked, else `none`.");
        }
    }

    private void http(ToolSpec tool, Http http, Fields fields) {
        remote(tool, fields);
        boolean queryable = tool.idempotency() == Idempotency.QUERYABLE;
        Fields endpoint = fields.fields("http");
        if (queryable && http.lookUp().isEmpty()) {
            findings.error(
                    endpoint.at("lookUp"),
                    "The key `lookUp` is missing: a queryable tool says where it can be asked.",
                    "Add it, like `lookUp: { url: \"https://host/orders?key={key}\" }`.");
        }
        onlyQueryable(queryable, endpoint, "lookUp");
        onlyQueryable(queryable, fields, "onNotApplied");
        new UrlRules(findings).check(tool, http, endpoint);
    }

    private void mcp(ToolSpec tool, Mcp mcp, Fields fields) {
        remote(tool, fields);
        boolean queryable = tool.idempotency() == Idempotency.QUERYABLE;
        Fields remote = fields.fields("mcp");
        if (queryable && mcp.lookUp().isEmpty()) {
            findings.error(
                    remote.at("lookUp"),
                    "The key `lookUp` is missing: a queryable tool says how it can be asked.",
                    "Add it, like `lookUp: { tool: find_order }`.");
        }
        onlyQueryable(queryable, remote, "lookUp");
        onlyQueryable(queryable, fields, "onNotApplied");
        for (String key : List.of("maxConcurrent", "breaker")) {
            if (fields.has(key)) {
                findings.error(
                        fields.keyAt(key),
                        "`" + key + "` is the server's: all its tools share one guard.",
                        "Move it to `servers." + mcp.server().name() + "` in mcp.yaml.");
            }
        }
    }

    private void onlyQueryable(boolean queryable, Fields fields, String key) {
        if (!queryable && fields.has(key)) {
            findings.error(
                    fields.keyAt(key),
                    "`" + key + "` has no meaning here: only a queryable tool is asked what it did.",
                    "Remove it, or write `idempotency: queryable`.");
        }
    }

    private void keys(ToolSpec tool, Fields fields) {
        boolean sendsKeys = tool.idempotency() == Idempotency.KEYED || tool.idempotency() == Idempotency.QUERYABLE;
        for (String key : List.of("keyValidFor", "businessKey")) {
            if (!sendsKeys && fields.has(key)) {
                findings.error(
                        fields.keyAt(key),
                        "`" + key + "` has no meaning for a tool that knows no keys.",
                        "Remove it, or write `idempotency: keyed`.");
            }
        }
    }

    private void compensation(ToolSpec tool, Fields fields) {
        if (tool.compensate().isEmpty()) {
            return;
        }
        String other = tool.compensate().get();
        Fields holder = fields.fields("onUnknown");
        @Nullable ToolSpec undo = tools.all().get(other);
        if (other.equals(tool.name())) {
            findings.error(holder.at("compensate"), "A tool does not undo itself.", "Name another tool.");
        } else if (undo == null && !tools.isBroken(other)) {
            findings.error(
                    holder.at("compensate"),
                    "There is no tool `" + other + "`.",
                    AgentRules.nearest(other, tools.all().keySet()));
        } else if (undo != null && !undo.repeatable()) {
            findings.error(
                    holder.at("compensate"),
                    "`" + other + "` cannot safely be called again, so it could leave a second open question.",
                    "Name a tool that is `keyed`, or has no effect when it is repeated.");
        }
    }
}

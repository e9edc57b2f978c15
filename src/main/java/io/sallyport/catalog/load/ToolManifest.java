package io.sallyport.catalog.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.json.Json;
import java.util.List;

/**
 * Writes a tool as its own manifest, with everything said, defaults included, and secrets left out: so a manifest that was written once
 * means the same for ever, whatever later versions' defaults are.
 */
final class ToolManifest {
    private ToolManifest() {}

    /** The same tool, with its manifest and its digest. */
    static ToolSpec complete(ToolSpec tool) {
        ObjectNode manifest = write(tool);
        return new ToolSpec(
                tool.name(),
                tool.description(),
                Json.canonical(manifest).sha256().hex(),
                manifest,
                tool.effect(),
                tool.idempotency(),
                tool.approval(),
                tool.input(),
                tool.output(),
                tool.timeout(),
                tool.keyValidFor(),
                tool.retry(),
                tool.onUnknown(),
                tool.compensate(),
                tool.onNotApplied(),
                tool.businessKey(),
                tool.maxOutput(),
                tool.maxConcurrent(),
                tool.breaker(),
                tool.trusted(),
                tool.binding(),
                tool.sinks());
    }

    private static ObjectNode write(ToolSpec tool) {
        ObjectNode manifest = Json.object()
                .put("name", tool.name())
                .put("description", tool.description())
                .put("effect", Words.of(tool.effect()))
                .put("idempotency", Words.of(tool.idempotency()))
                .put("approval", Words.of(tool.approval()))
                .put("timeout", Durations.write(tool.timeout()))
                .put("keyValidFor", Durations.write(tool.keyValidFor()))
                .put("retry", tool.retry())
                .put("onNotApplied", Words.of(tool.onNotApplied()))
                .put("maxOutput", tool.maxOutput())
                .put("maxConcurrent", tool.maxConcurrent());
        tool.compensate()
                .ifPresentOrElse(
                        other -> manifest.putObject("onUnknown").put("compensate", other),
                        () -> manifest.put("onUnknown", Words.of(tool.onUnknown())));
        ArrayNode businessKey = manifest.putArray("businessKey");
        tool.businessKey().forEach(businessKey::add);
        ArrayNode trusted = manifest.putArray("trusted");
        tool.trusted().stream().sorted().forEach(trusted::add);
        if (!tool.sinks().isEmpty()) { // manifests that were written before there were any keep their digests
            ArrayNode sinks = manifest.putArray("sinks");
            tool.sinks().forEach(sinks::add);
        }
        breaker(tool.breaker(), manifest.putObject("breaker"));
        manifest.set("input", tool.input());
        tool.output().ifPresent(output -> manifest.set("output", output));
        switch (tool.binding()) {
            case ToolBinding.Http http -> http(http, manifest.putObject("http"));
            case ToolBinding.Mcp mcp -> mcp(mcp, manifest.putObject("mcp"));
            case ToolBinding.BuiltIn(String name) -> manifest.put("builtin", name);
            case ToolBinding.Fetch(List<String> hosts) -> {
                ArrayNode allowed =
                        manifest.put("builtin", ToolBinding.Fetch.NAME).putArray("hosts");
                hosts.forEach(allowed::add);
            }
            case ToolBinding.Agent(String name) -> manifest.put("agent", name);
        }
        return manifest;
    }

    private static void breaker(BreakerSpec breaker, ObjectNode node) {
        node.put("window", breaker.window())
                .put("failureRatio", breaker.failureRatio())
                .put("openFor", Durations.write(breaker.openFor()));
    }

    private static void http(ToolBinding.Http http, ObjectNode node) {
        node.put("method", http.method()).put("url", http.url().text()).put("auth", Words.of(http.auth()));
        http.audience().ifPresent(audience -> node.put("audience", audience));
        ObjectNode headers = node.putObject("headers");
        http.headers().keySet().stream().sorted().forEach(name -> headers.put(name, ""));
        ArrayNode addresses = node.putArray("allowAddresses");
        http.allowAddresses().forEach(addresses::add);
        http.lookUp()
                .ifPresent(lookUp ->
                        node.putObject("lookUp").put("url", lookUp.url().text()));
    }

    /** With where the server is: what a run was pinned to does not depend on a name that means another one later. */
    private static void mcp(ToolBinding.Mcp mcp, ObjectNode node) {
        node.put("server", mcp.server().name()).put("tool", mcp.tool().name()).put("onError", Words.of(mcp.onError()));
        mcp.tool().digest().ifPresent(digest -> node.put("digest", digest));
        mcp.lookUp().ifPresent(lookUp -> {
            ObjectNode asked = node.putObject("lookUp").put("tool", lookUp.name());
            lookUp.digest().ifPresent(digest -> asked.put("digest", digest));
        });
        ObjectNode at = node.putObject("at")
                .put("timeout", Durations.write(mcp.server().timeout()))
                .put("refresh", Durations.write(mcp.server().refresh()));
        http(mcp.server().endpoint(), at);
        at.remove("method");
    }
}

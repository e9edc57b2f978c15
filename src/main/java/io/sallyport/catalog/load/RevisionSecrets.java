package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ToolBinding.Agent;
import io.sallyport.catalog.ToolBinding.BuiltIn;
import io.sallyport.catalog.ToolBinding.Fetch;
import io.sallyport.catalog.ToolBinding.Http;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stored revision the secrets that it was stored without, from the catalogue as it is now: a secret that was rotated is the new one
 * for old runs too. A secret goes only to whom the catalogue still gives it: an agent that still has this client, a tool that is still at
 * this host. Where it does not, the revision goes without, and the other side refuses.
 */
public final class RevisionSecrets {
    private RevisionSecrets() {}

    /** The same revision, its client's secret and its tools' headers as {@code current} has them. */
    public static AgentRevision attach(AgentRevision stored, Catalog current) {
        Map<String, ToolSpec> tools = new LinkedHashMap<>();
        stored.tools()
                .forEach((name, tool) ->
                        tools.put(name, tool(tool, current.tools().get(name))));
        @Nullable AgentRevision now = current.agents().get(stored.agent().name());
        AgentSpec agent =
                now == null || !now.agent().client().equals(stored.agent().client())
                        ? stored.agent().withClientSecret(Optional.empty())
                        : stored.agent().withClientSecret(now.agent().clientSecret());
        return new AgentRevision(stored.digest(), stored.spec(), agent, stored.prompt(), tools);
    }

    private static ToolSpec tool(ToolSpec stored, @Nullable ToolSpec now) {
        return switch (stored.binding()) {
            case Http http -> stored.withBinding(withHeaders(http, now));
            case Mcp mcp ->
                stored.withBinding(mcp.withServer(
                        mcp.server().withEndpoint(withHeaders(mcp.server().endpoint(), now))));
            case BuiltIn _, Fetch _, Agent _ -> stored;
        };
    }

    private static Http withHeaders(Http stored, @Nullable ToolSpec now) {
        Map<String, Secret<String>> known = Optional.ofNullable(now)
                .flatMap(tool -> tool.binding().endpoint())
                .filter(current -> sameHost(stored, current))
                .map(Http::headers)
                .orElse(Map.of());
        Map<String, Secret<String>> headers = new LinkedHashMap<>();
        stored.headers().keySet().forEach(name -> {
            Secret<String> value = known.get(name);
            if (value != null) {
                headers.put(name, value);
            }
        });
        return stored.withHeaders(headers);
    }

    /** Every address that the stored tool has: a revision may be older than the rule that both are at one host. */
    private static boolean sameHost(Http stored, Http current) {
        URI origin = current.url().origin();
        return stored.url().origin().equals(origin)
                && stored.lookUp()
                        .filter(lookUp -> !lookUp.url().origin().equals(origin))
                        .isEmpty();
    }
}

package io.sallyport.edge.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.core.json.Json;
import io.sallyport.tool.mcp.Definition;
import io.sallyport.tool.mcp.KnownTool;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What administrators are shown of MCP servers. Definitions are the servers' own words: nobody else is shown them, no model either. */
public record McpView(List<Server> servers) {

    /**
     * One server.
     *
     * @param address scheme, host and port
     */
    public record Server(String name, String address, String auth, List<Tool> tools) {}

    /**
     * One of its tools.
     *
     * @param state {@code accepted}, {@code changed} (offered is another one than accepted), {@code new} (not accepted yet) or
     *              {@code withdrawn} (not offered any more)
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tool(
            String name,
            String state,
            List<Use> usedBy,
            @Nullable Offered offered,
            @Nullable Accepted accepted) {}

    /**
     * A manifest that names it.
     *
     * @param pinned   the digest in the manifest, which counts instead of what is accepted here
     * @param callable whether its definition is the one that was agreed to
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Use(String tool, @Nullable String pinned, boolean callable) {}

    /** What its server offers. */
    public record Offered(String digest, JsonNode definition, Instant since) {}

    /** What was agreed to. */
    public record Accepted(String digest, JsonNode definition, String by, Instant at) {}

    static McpView of(Catalog catalog, List<KnownTool> known) {
        return new McpView(catalog.mcp().values().stream()
                .map(server -> server(catalog, server, known))
                .toList());
    }

    static Server server(Catalog catalog, McpServerSpec server, List<KnownTool> known) {
        return new Server(
                server.name(),
                server.endpoint().url().origin().toString(),
                server.endpoint().auth().name().toLowerCase(Locale.ROOT),
                known.stream()
                        .filter(tool -> tool.server().equals(server.name()))
                        .map(tool -> tool(catalog, server, tool))
                        .toList());
    }

    static Tool tool(Catalog catalog, McpServerSpec server, KnownTool known) {
        Optional<String> offered = known.offered().map(Definition::digest);
        Optional<String> accepted = known.accepted().map(one -> one.definition().digest());
        return new Tool(
                known.tool(),
                state(offered, accepted),
                uses(catalog, server, known.tool(), offered, accepted),
                known.offered()
                        .map(now -> new Offered(now.digest(), Json.own(now.json()), known.offeredAt()))
                        .orElse(null),
                known.accepted().map(McpView::accepted).orElse(null));
    }

    private static Accepted accepted(KnownTool.Accepted accepted) {
        return new Accepted(
                accepted.definition().digest(), Json.own(accepted.definition().json()), accepted.by(), accepted.at());
    }

    private static String state(Optional<String> offered, Optional<String> accepted) {
        if (offered.isEmpty()) {
            return "withdrawn";
        }
        return accepted.isEmpty() ? "new" : accepted.equals(offered) ? "accepted" : "changed";
    }

    private static List<Use> uses(
            Catalog catalog, McpServerSpec server, String remote, Optional<String> offered, Optional<String> accepted) {
        return catalog.tools().values().stream()
                .flatMap(tool -> named(tool, server, remote)
                        .map(named -> new Use(
                                tool.name(),
                                named.digest().orElse(null),
                                offered.isPresent()
                                        && named.digest().or(() -> accepted).equals(offered))))
                .toList();
    }

    private static Stream<RemoteTool> named(ToolSpec tool, McpServerSpec server, String remote) {
        return tool.binding() instanceof Mcp mcp && mcp.server().name().equals(server.name())
                ? Stream.concat(Stream.of(mcp.tool()), mcp.lookUp().stream())
                        .filter(named -> named.name().equals(remote))
                : Stream.empty();
    }
}

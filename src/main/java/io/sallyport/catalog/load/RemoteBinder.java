package io.sallyport.catalog.load;

import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolBinding.RemoteTool;
import java.util.Map;
import java.util.Optional;

/** Binds {@code mcp:} of a manifest: a tool of a server that {@code mcp.yaml} knows, or, in a revision, of one that is written down there. */
final class RemoteBinder {
    private final LoadContext context;
    private final Map<String, McpServerSpec> servers;

    RemoteBinder(LoadContext context, Map<String, McpServerSpec> servers) {
        this.context = context;
        this.servers = servers;
    }

    Optional<ToolBinding> bind(Fields mcp) {
        Optional<RemoteTool> tool = remote(mcp);
        Optional<McpServerSpec> server = mcp.text("server").flatMap(name -> server(name, mcp));
        if (tool.isEmpty() || server.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ToolBinding.Mcp(
                server.get(),
                tool.get(),
                Words.read(mcp, "onError", OnError.values()).orElse(OnError.UNKNOWN),
                remote(mcp.fields("lookUp"))));
    }

    private Optional<McpServerSpec> server(String name, Fields mcp) {
        if (mcp.has("at")) {
            return new McpBinder(context).server(name, mcp.fields("at"));
        }
        Optional<McpServerSpec> known = Optional.ofNullable(servers.get(name));
        if (known.isEmpty()) {
            mcp.findings()
                    .error(
                            mcp.at("server"),
                            "There is no MCP server `" + name + "` that can be used.",
                            servers.isEmpty()
                                    ? "Add it to mcp.yaml, like `servers: { " + name
                                            + ": { url: \"https://host/mcp\" } }`."
                                    : AgentRules.nearest(name, servers.keySet()));
        }
        return known;
    }

    private static Optional<RemoteTool> remote(Fields fields) {
        return fields.text("tool").map(name -> new RemoteTool(name, fields.text("digest")));
    }
}

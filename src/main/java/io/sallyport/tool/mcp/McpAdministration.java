package io.sallyport.tool.mcp;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolSpec;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What administrators do about remote tools: look at what is offered, ask again, accept. */
@Singleton
public class McpAdministration {
    private static final Logger LOG = Logger.getLogger(McpAdministration.class);

    /** Whose sessions those are in which nobody calls anything. */
    private static final String SPACE = "admin:";

    private final McpServices services;
    private final Pins pins;

    McpAdministration(McpServices services, Pins pins) {
        this.services = services;
        this.pins = pins;
    }

    /** All that is known of the tools of {@code catalog}'s servers. */
    public Uni<List<KnownTool>> known(Catalog catalog) {
        return pins.known(catalog.mcp().keySet());
    }

    /** How a server took it to be asked. */
    public enum Asked {
        FINE,
        /** It could not be greeted, or its list is none; the log says more. */
        UNUSABLE,
        /** It wants an agent's token and no agent has a tool of it, or a user's, whom nobody can stand in for. */
        NOBODY_TO_ASK_AS
    }

    /** Asks {@code server} what it offers now, and writes that down. */
    public Uni<Asked> refresh(Catalog catalog, McpServerSpec server) {
        Optional<AgentSpec> agent = agent(catalog, server);
        boolean nobody =
                server.endpoint().auth() == Auth.USER || (server.endpoint().auth() == Auth.AGENT && agent.isEmpty());
        if (nobody) {
            return Uni.createFrom().item(Asked.NOBODY_TO_ASK_AS);
        }
        SessionKey key =
                SessionKey.of(server, "", SPACE + agent.map(AgentSpec::name).orElse(""), Optional.empty());
        return Uni.createFrom()
                .completionStage(
                        () -> services.sessions().asked(key, server, agent).toCompletionStage())
                .map(session -> Asked.FINE)
                .onFailure(Unready.class)
                .recoverWithItem(Asked.UNUSABLE);
    }

    /** Agrees to what {@code server} offers as {@code tool}, if its digest is the one that was looked at. */
    public Uni<Acceptance> accept(String server, String tool, String digest, String by) {
        return pins.accept(server, tool, digest, by).invoke(came -> {
            services.offers().forget(server);
            if (came instanceof Acceptance.Done) {
                LOG.infof("%s accepted the tool %s of the MCP server %s as %s", by, tool, server, digest);
            }
        });
    }

    /** The first agent that has a tool of the server. */
    private static Optional<AgentSpec> agent(Catalog catalog, McpServerSpec server) {
        return catalog.agents().values().stream()
                .filter(revision -> revision.tools().values().stream().anyMatch(tool -> isOf(server, tool)))
                .map(AgentRevision::agent)
                .findFirst();
    }

    private static boolean isOf(McpServerSpec server, ToolSpec tool) {
        return tool.binding() instanceof Mcp mcp && mcp.server().name().equals(server.name());
    }
}

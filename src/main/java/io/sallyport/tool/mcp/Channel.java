package io.sallyport.tool.mcp;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.McpServerSpec;
import io.sallyport.identity.UserToken;
import io.vertx.core.impl.ContextInternal;
import java.util.Optional;

/**
 * The way to a server.
 *
 * @param identity the agent that speaks
 * @param user     in whose name, where the server wants to know
 * @param greeting empty: it has not been greeted yet
 */
record Channel(
        ContextInternal context,
        McpServerSpec server,
        Optional<AgentSpec> identity,
        Optional<UserToken> user,
        Optional<Greeting> greeting) {
    /** The same way, once it is known what was agreed on. */
    Channel greeted(Greeting agreed) {
        return new Channel(context, server, identity, user, Optional.of(agreed));
    }
}

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

    /** Whether each request on it stands for itself. */
    boolean isStateless() {
        return greeting.filter(Greeting::isStateless).isPresent();
    }

    /** The same way on another event loop. */
    Channel on(ContextInternal other) {
        return new Channel(other, server, identity, user, greeting);
    }

    /** The same way without what a user has given for a call. */
    Channel inNobodysName() {
        return new Channel(context, server, identity, Optional.empty(), greeting);
    }
}

package io.sallyport.tool.mcp;

import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.identity.UserToken;
import java.util.Optional;

/**
 * Whose session it is. Servers keep things in sessions: no two tenants share one, no two
 * agents, and no two users in whose names they call.
 *
 * @param space {@code agent:<name>} or {@code client:<name>}
 * @param user  issuer and subject of the user in whose name it is; empty: in nobody's
 */
record SessionKey(Place place, String tenant, String space, String user) {
    static SessionKey of(McpServerSpec server, String tenant, String space, Optional<UserToken> user) {
        return new SessionKey(
                Place.of(server),
                tenant,
                space,
                user.filter(known -> server.endpoint().auth() == Auth.USER)
                        .map(known -> known.issuer() + " " + known.subject())
                        .orElse(""));
    }
}

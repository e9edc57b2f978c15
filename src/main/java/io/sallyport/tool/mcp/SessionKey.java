package io.sallyport.tool.mcp;

import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding.Auth;
import io.sallyport.identity.UserToken;
import java.util.Optional;

/**
 * Whose session it is. Servers keep things in sessions: no two tenants share one, no two
 * agents, and no two users in whose names they call.
 *
 * @param place the server's address
 * @param space {@code agent:<name>} or {@code client:<name>}
 * @param user  issuer and subject of the user in whose name it is; empty: in nobody's
 */
record SessionKey(
        String server, String place, Auth auth, Optional<String> audience, String tenant, String space, String user) {
    static SessionKey of(McpServerSpec server, String tenant, String space, Optional<UserToken> user) {
        return new SessionKey(
                server.name(),
                server.endpoint().url().text(),
                server.endpoint().auth(),
                server.endpoint().audience(),
                tenant,
                space,
                user.filter(known -> server.endpoint().auth() == Auth.USER)
                        .map(known -> known.issuer() + " " + known.subject())
                        .orElse(""));
    }
}

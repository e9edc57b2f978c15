package io.sallyport.tool.mcp;

import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding.Auth;
import java.util.Optional;

/**
 * Whose session it is. Servers keep things in sessions: no two tenants share one, and no two agents.
 *
 * @param place the server's address
 * @param space {@code agent:<name>} or {@code client:<name>}
 */
record SessionKey(String server, String place, Auth auth, Optional<String> audience, String tenant, String space) {
    static SessionKey of(McpServerSpec server, String tenant, String space) {
        return new SessionKey(
                server.name(),
                server.endpoint().url().text(),
                server.endpoint().auth(),
                server.endpoint().audience(),
                tenant,
                space);
    }
}

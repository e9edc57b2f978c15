package io.sallyport.tool.mcp;

import io.sallyport.catalog.McpServerSpec;
import io.sallyport.catalog.ToolBinding.Auth;
import java.util.Optional;

/**
 * A server as somebody who calls it sees it. An older revision of the catalogue may mean another one by the same name.
 *
 * @param url where it takes messages
 */
record Place(String server, String url, Auth auth, Optional<String> audience) {
    static Place of(McpServerSpec server) {
        return new Place(
                server.name(),
                server.endpoint().url().text(),
                server.endpoint().auth(),
                server.endpoint().audience());
    }
}

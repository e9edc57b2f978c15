package io.sallyport.tool.mcp;

import java.util.Optional;

/**
 * What a server and we have agreed on.
 *
 * @param session the server's name for it; a server without sessions gives none
 * @param version the protocol's revision
 */
record Greeting(Optional<String> session, String version) {}

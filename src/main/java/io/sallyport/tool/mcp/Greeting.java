package io.sallyport.tool.mcp;

import java.util.Optional;

/**
 * What a server and we have agreed on.
 *
 * @param session   the server's name for it; a server without sessions gives none
 * @param version   the protocol's revision
 * @param announces whether it says when its list of tools changes
 */
record Greeting(Optional<String> session, String version, boolean announces) {
    /** Whether each request stands for itself. */
    boolean isStateless() {
        return version.equals(Stateless.REVISION);
    }

    /** Without the session's name: who knows it has the session. */
    @Override
    public String toString() {
        return "Greeting[version=" + version + ", announces=" + announces + "]";
    }
}

package io.sallyport.catalog;

import io.sallyport.core.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a tool is. */
public sealed interface ToolBinding {

    /** The endpoint that its calls go to; empty where the gateway does it itself. */
    default Optional<Http> endpoint() {
        return switch (this) {
            case Http http -> Optional.of(http);
            case Mcp mcp -> Optional.of(mcp.server().endpoint());
            case BuiltIn _, Fetch _, Agent _ -> Optional.empty();
        };
    }

    /**
     * An HTTP endpoint. The arguments go as a JSON body, or into the query for {@code GET} and {@code DELETE}; {@code {name}} in the
     * path or query is filled from the arguments, and then not sent again in the body.
     *
     * @param auth           what identifies the call
     * @param audience       of the token, where {@code auth} needs one
     * @param headers        sent with each request, after ours
     * @param allowAddresses CIDR ranges of private addresses that the host may resolve to
     * @param lookUp         how to ask whether a key was applied
     */
    record Http(
            String method,
            UrlTemplate url,
            Auth auth,
            Optional<String> audience,
            Map<String, Secret<String>> headers,
            List<String> allowAddresses,
            Optional<LookUp> lookUp)
            implements ToolBinding {
        public Http {
            headers = Map.copyOf(headers);
            allowAddresses = List.copyOf(allowAddresses);
        }

        /** The same endpoint with other headers. */
        public Http withHeaders(Map<String, Secret<String>> others) {
            return new Http(method, url, auth, audience, others, allowAddresses, lookUp);
        }
    }

    /** {@code GET url}, with {@code {key}} filled in: 200 and a body: applied, with this result; 404: not applied; else nobody knows. */
    record LookUp(UrlTemplate url) {}

    /**
     * A tool of a remote MCP server.
     *
     * @param onError what its own "error" means: that nothing was done, or nothing that can be relied on
     * @param lookUp  the server's tool that says whether a key was applied
     */
    record Mcp(McpServerSpec server, RemoteTool tool, OnError onError, Optional<RemoteTool> lookUp)
            implements ToolBinding {
        /** The same tool of a server that is reached otherwise. */
        public Mcp withServer(McpServerSpec other) {
            return new Mcp(other, tool, onError, lookUp);
        }
    }

    /**
     * A tool as its server calls it.
     *
     * @param digest what its definition must be; empty: whatever an administrator has accepted
     */
    record RemoteTool(String name, Optional<String> digest) {}

    /** What it means that a remote tool says: an error. */
    enum OnError {
        /** It may or may not have been done. */
        UNKNOWN,
        /** The manifest vouches for it: nothing was done. */
        NOT_APPLIED
    }

    /** One that the gateway has itself. */
    record BuiltIn(String name) implements ToolBinding {}

    /**
     * The built-in tool that reads pages: it goes where its arguments say, and no further than to these hosts.
     *
     * @param hosts in lower case: {@code docs.example}, at the usual ports, or {@code docs.example:8443}; a literal address likewise
     */
    record Fetch(List<String> hosts) implements ToolBinding {
        /** As manifests write it under {@code builtin}. */
        public static final String NAME = "fetch_url";

        public Fetch {
            hosts = List.copyOf(hosts);
        }
    }

    /** Another agent: a call begins a run of it. No file of the catalogue says so; an agent's grant does. */
    record Agent(String name) implements ToolBinding {}

    /** As whom a tool is called. */
    enum Auth {
        NONE,
        /** The agent's own token by client credentials. */
        AGENT,
        /** A token that the agent gets by exchange of the user's: the user is its subject, the agent acts. */
        USER
    }
}

package io.sallyport.tool.mcp;

/** Hears what happens between this replica and MCP servers. On event loops, so it must not block; servers are the catalogue's. */
public interface McpObserver {
    void sessionOpened(String server);

    void sessionEnded(String server);

    /** The server's stream of announcements is open. */
    void streamOpened(String server);

    void streamEnded(String server);

    /** The server has said that its list of tools is another one now. */
    void listChanged(String server);
}

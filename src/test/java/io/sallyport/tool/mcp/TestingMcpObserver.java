package io.sallyport.tool.mcp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. */
final class TestingMcpObserver implements McpObserver {
    private final List<String> all = new CopyOnWriteArrayList<>();

    /** How often it was told this. */
    long told(String word) {
        return all.stream().filter(word::equals).count();
    }

    @Override
    public void sessionOpened(String server) {
        all.add("session opened");
    }

    @Override
    public void sessionEnded(String server) {
        all.add("session ended");
    }

    @Override
    public void streamOpened(String server) {
        all.add("stream opened");
    }

    @Override
    public void streamEnded(String server) {
        all.add("stream ended");
    }

    @Override
    public void listChanged(String server) {
        all.add("list changed");
    }
}

package io.sallyport.tool.mcp;

import java.util.List;
import java.util.function.Consumer;

/** Several as one. */
final class McpObservers implements McpObserver {
    private final List<McpObserver> all;

    private McpObservers(List<McpObserver> all) {
        this.all = all;
    }

    static McpObserver of(List<McpObserver> all) {
        return new McpObservers(List.copyOf(all));
    }

    private void each(Consumer<McpObserver> word) {
        all.forEach(word);
    }

    @Override
    public void sessionOpened(String server) {
        each(one -> one.sessionOpened(server));
    }

    @Override
    public void sessionEnded(String server) {
        each(one -> one.sessionEnded(server));
    }

    @Override
    public void streamOpened(String server) {
        each(one -> one.streamOpened(server));
    }

    @Override
    public void streamEnded(String server) {
        each(one -> one.streamEnded(server));
    }

    @Override
    public void listChanged(String server) {
        each(one -> one.listChanged(server));
    }
}

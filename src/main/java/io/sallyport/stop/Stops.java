package io.sallyport.stop;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is stopped, as this replica knows it. Asking is one volatile read where nothing is stopped. What was known stays known while the
 * store is away: a stop ends only by being lifted.
 */
@Singleton
public final class Stops {
    private final List<Consumer<StopBoard>> listeners = new CopyOnWriteArrayList<>();
    private volatile StopBoard board = StopBoard.EMPTY;
    private volatile @Nullable Long readAtNanos;

    /** All of it. */
    public StopBoard board() {
        return board;
    }

    /** How long ago the store was read; empty where it never was. */
    public Optional<Duration> age() {
        Long at = readAtNanos;
        return at == null ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - at));
    }

    /** Whether {@code client} is stopped. */
    public Optional<Stop> overPrincipal(String client) {
        return over(StopKind.PRINCIPAL, client);
    }

    /** Whether the agent is stopped. */
    public Optional<Stop> overAgent(String agent) {
        return over(StopKind.AGENT, agent);
    }

    /** Whether the tool is stopped. */
    public Optional<Stop> overTool(String tool) {
        return over(StopKind.TOOL, tool);
    }

    /** Whether what somebody does is stopped: their agent, what it is told, whom it acts as, or who wants it done. */
    public Optional<Stop> over(Actor actor) {
        StopBoard now = board;
        if (now.isEmpty()) {
            return Optional.empty();
        }
        return now.over(StopKind.AGENT, actor.agent())
                .or(() -> now.over(StopKind.PRINCIPAL, actor.client()))
                .or(() -> now.over(StopKind.PRINCIPAL, actor.agentClient()))
                .or(() -> now.over(StopKind.PROMPT, actor.prompt()));
    }

    /**
     * Whose work it is.
     *
     * @param agentClient whom the agent acts as
     * @param prompt      {@code <folder>/<name>@<version>}
     * @param client      who has ordered it
     */
    public record Actor(String agent, String agentClient, String prompt, String client) {}

    private Optional<Stop> over(StopKind kind, String name) {
        StopBoard now = board;
        return now.isEmpty() ? Optional.empty() : now.over(kind, name);
    }

    /** Tells {@code listener} of each change from now on, on any thread; it must not block. */
    public void onChange(Consumer<StopBoard> listener) {
        listeners.add(listener);
    }

    /** The store says that this is what stands. */
    public void heard(StopBoard now) {
        boolean changed = !now.equals(board);
        board = now;
        readAtNanos = System.nanoTime();
        if (changed) {
            listeners.forEach(listener -> listener.accept(now));
        }
    }
}

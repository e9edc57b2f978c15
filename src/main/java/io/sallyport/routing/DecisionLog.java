package io.sallyport.routing;

import io.sallyport.config.SallyportConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The latest why-chosen records of this replica, newest first, a bounded number for each route of the catalogue. */
@Singleton
public class DecisionLog {
    private final int perRoute;
    private final Map<String, ArrayDeque<Decision>> byRoute = new ConcurrentHashMap<>();

    @Inject
    DecisionLog(SallyportConfig config) {
        this(config.decisions().perRoute());
    }

    DecisionLog(int perRoute) {
        this.perRoute = perRoute;
    }

    void add(Decision decision) {
        ArrayDeque<Decision> ring = byRoute.get(decision.route());
        if (ring == null) {
            ring = byRoute.computeIfAbsent(decision.route(), missing -> new ArrayDeque<>());
        }
        synchronized (ring) {
            if (ring.size() >= perRoute) {
                ring.removeLast();
            }
            ring.addFirst(decision);
        }
    }

    /** The records of {@code route}, newest first; those of one request when {@code requestId} is given. */
    public List<Decision> of(String route, Optional<String> requestId) {
        ArrayDeque<Decision> ring = byRoute.get(route);
        if (ring == null) {
            return List.of();
        }
        synchronized (ring) {
            return ring.stream()
                    .filter(decision -> requestId.isEmpty() || requestId.get().equals(decision.requestId()))
                    .toList();
        }
    }

    void retain(Set<String> routes) {
        byRoute.keySet().retainAll(routes);
    }
}

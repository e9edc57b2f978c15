package io.sallyport.architecture;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one table of who may know whom. A new room is entered here, and in the table of {@code docs/architecture.md}. */
final class Rooms {
    static final String BASE = "io.sallyport";

    /** Rooms of plain Java: no framework, no I/O. */
    static final Set<String> PLAIN = Set.of("core", "chat", "dialect");

    /** Rooms that nobody but the entry point knows. */
    static final Set<String> PRIVATE = Set.of("edge", "cli");

    private static final Set<String> FEATURES = Set.of(
            "chat",
            "dialect",
            "config",
            "catalog",
            "limit",
            "usage",
            "resilience",
            "provider",
            "routing",
            "identity",
            "stop",
            "checkpoint",
            "idempotency",
            "tool",
            "prompt",
            "run");

    /** Room to rooms it may import; {@code core} is everybody's. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("chat", Set.of()),
            Map.entry("dialect", Set.of("chat")),
            Map.entry("config", Set.of()),
            Map.entry("embedded", Set.of("config")),
            Map.entry("catalog", Set.of("chat", "config")),
            Map.entry("resilience", Set.of("catalog", "config")),
            Map.entry("provider", Set.of("chat", "catalog", "config", "dialect", "resilience")),
            Map.entry("redis", Set.of()),
            Map.entry("limit", Set.of("catalog", "chat", "checkpoint", "config", "idempotency", "redis")),
            Map.entry("usage", Set.of("catalog", "chat", "checkpoint", "config", "idempotency", "limit")),
            Map.entry(
                    "routing",
                    Set.of("chat", "catalog", "config", "dialect", "limit", "provider", "resilience", "usage")),
            Map.entry("identity", Set.of("catalog", "config")),
            Map.entry("stop", Set.of("identity")),
            Map.entry("checkpoint", Set.of("chat", "config")),
            Map.entry("idempotency", Set.of("config", "redis")),
            Map.entry("prompt", Set.of("chat", "catalog")),
            Map.entry(
                    "tool",
                    Set.of(
                            "catalog",
                            "chat",
                            "checkpoint",
                            "config",
                            "dialect",
                            "idempotency",
                            "identity",
                            "limit",
                            "resilience",
                            "stop",
                            "usage")),
            Map.entry(
                    "run",
                    Set.of(
                            "catalog",
                            "chat",
                            "checkpoint",
                            "config",
                            "dialect",
                            "idempotency",
                            "identity",
                            "limit",
                            "prompt",
                            "resilience",
                            "routing",
                            "stop",
                            "tool")),
            Map.entry("telemetry", FEATURES),
            Map.entry("edge", with("telemetry", FEATURES)),
            Map.entry("cli", Set.of("catalog", "chat", "config", "embedded", "prompt", "provider", "tool")));

    private Rooms() {}

    private static Set<String> with(String room, Set<String> others) {
        return Stream.concat(Stream.of(room), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    static Set<String> all() {
        return MAY_IMPORT.keySet();
    }

    /** Packages of every room that {@code room} may not import, as ArchUnit names them. */
    static String[] closedTo(String room) {
        Set<String> open = Stream.concat(Stream.of(room, "core"), MAY_IMPORT.getOrDefault(room, Set.of()).stream())
                .collect(Collectors.toSet());
        return all().stream()
                .filter(other -> !open.contains(other))
                .map(Rooms::inside)
                .toArray(String[]::new);
    }

    /** The room a package belongs to; empty for the entry point's own package. */
    static Optional<String> of(String packageName) {
        return packageName.length() <= BASE.length()
                ? Optional.empty()
                : Optional.of(packageName.substring(BASE.length() + 1).split("\\.")[0]);
    }

    static String inside(String room) {
        return BASE + "." + room + "..";
    }
}

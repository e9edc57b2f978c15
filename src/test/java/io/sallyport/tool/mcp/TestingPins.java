package io.sallyport.tool.mcp;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pins in memory. */
final class TestingPins implements Pins {
    private final Map<List<String>, KnownTool> tools =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
    private final InstantSource clock = InstantSource.system();
    private boolean away;
    private volatile boolean hanging;

    /** From now on the store says nothing to what is written. */
    void hang() {
        hanging = true;
    }

    /** The store does not answer, or does again. */
    void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public synchronized Uni<Void> offered(String server, Collection<Definition> all) {
        if (hanging) {
            return Uni.createFrom().nothing();
        }
        if (away) {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
        Map<String, Definition> now = all.stream().collect(Collectors.toMap(Definition::name, Function.identity()));
        List.copyOf(tools.values()).stream()
                .filter(tool -> tool.server().equals(server) && !now.containsKey(tool.tool()))
                .forEach(this::gone);
        now.forEach((name, definition) -> offered(server, name, definition));
        return Uni.createFrom().voidItem();
    }

    private void gone(KnownTool tool) {
        if (tool.accepted().isEmpty()) {
            tools.remove(List.of(tool.server(), tool.tool()));
        } else if (tool.offered().isPresent()) {
            put(new KnownTool(tool.server(), tool.tool(), Optional.empty(), now(), tool.accepted()));
        }
    }

    private void offered(String server, String name, Definition definition) {
        KnownTool before = tools.get(List.of(server, name));
        if (before == null || !before.offered().equals(Optional.of(definition))) {
            put(new KnownTool(
                    server,
                    name,
                    Optional.of(definition),
                    now(),
                    before == null ? Optional.empty() : before.accepted()));
        }
    }

    private void put(KnownTool tool) {
        tools.put(List.of(tool.server(), tool.tool()), tool);
    }

    private Instant now() {
        return clock.instant();
    }

    @Override
    public synchronized Uni<Map<String, String>> accepted(String server) {
        if (away) {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
        return Uni.createFrom()
                .item(tools.values().stream()
                        .filter(tool ->
                                tool.server().equals(server) && tool.accepted().isPresent())
                        .collect(Collectors.toMap(
                                KnownTool::tool,
                                tool -> tool.accepted()
                                        .orElseThrow()
                                        .definition()
                                        .digest())));
    }

    @Override
    public synchronized Uni<List<KnownTool>> known(Collection<String> servers) {
        return Uni.createFrom()
                .item(tools.values().stream()
                        .filter(tool -> servers.contains(tool.server()))
                        .toList());
    }

    @Override
    public synchronized Uni<Acceptance> accept(String server, String tool, String digest, String by) {
        KnownTool known = tools.get(List.of(server, tool));
        if (known == null) {
            return Uni.createFrom().item(new Acceptance.NoSuchTool());
        }
        if (known.offered().filter(now -> now.digest().equals(digest)).isEmpty()) {
            return Uni.createFrom().item(new Acceptance.Changed(known));
        }
        put(new KnownTool(
                server,
                tool,
                known.offered(),
                known.offeredAt(),
                known.offered().map(now -> new KnownTool.Accepted(now, by, now()))));
        return Uni.createFrom().item(new Acceptance.Done(Objects.requireNonNull(tools.get(List.of(server, tool)))));
    }
}

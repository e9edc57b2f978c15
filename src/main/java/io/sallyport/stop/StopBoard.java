package io.sallyport.stop;

import io.sallyport.identity.Glob;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All stops that stand at one moment. Exact names are found by name, globs are tried one after the other. */
public final class StopBoard {
    /** Nothing is stopped. */
    public static final StopBoard EMPTY = new StopBoard(List.of());

    private final List<Stop> all;
    private final Map<StopKind, Section> sections = new EnumMap<>(StopKind.class);

    private record Patterned(Glob glob, Stop stop) {}

    /** The stops of one kind. */
    private static final class Section {
        private final Map<String, Stop> byName = new HashMap<>();
        private final List<Patterned> patterns = new ArrayList<>();

        private void add(Stop stop) {
            if (stop.name().indexOf('*') < 0) {
                byName.putIfAbsent(stop.name(), stop);
            } else {
                patterns.add(new Patterned(Glob.of(stop.target()), stop));
            }
        }

        private Optional<Stop> over(StopKind kind, String name) {
            Stop named = byName.get(name);
            if (named != null || patterns.isEmpty()) {
                return Optional.ofNullable(named);
            }
            String whole = kind.label() + ":" + name;
            return patterns.stream()
                    .filter(one -> one.glob().matches(whole))
                    .map(Patterned::stop)
                    .findFirst();
        }
    }

    public StopBoard(List<Stop> all) {
        this.all = List.copyOf(all);
        this.all.forEach(stop ->
                sections.computeIfAbsent(stop.kind(), kind -> new Section()).add(stop));
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public List<Stop> all() {
        return all;
    }

    /** The stop that {@code name} is under, if it is. */
    public Optional<Stop> over(StopKind kind, String name) {
        Section section = sections.get(kind);
        return section == null ? Optional.empty() : section.over(kind, name);
    }

    /** Whether anything of this kind is stopped. */
    public boolean has(StopKind kind) {
        return sections.containsKey(kind);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StopBoard board && board.all.equals(all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}

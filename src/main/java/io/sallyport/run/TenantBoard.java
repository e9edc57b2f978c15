package io.sallyport.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One tenant's open approvals as they were seen last, and those who want to hear of changes. */
final class TenantBoard {
    private static final String OPEN = "PENDING";

    private final String tenant;
    private final RunViews views;
    private final Set<ApprovalBoard.Listener> listeners = new LinkedHashSet<>();
    private final Map<String, ApprovalLine> open = new LinkedHashMap<>();
    private boolean begun;
    private boolean known;

    TenantBoard(String tenant, RunViews views) {
        this.tenant = tenant;
        this.views = views;
    }

    synchronized void add(ApprovalBoard.Listener listener) {
        listeners.add(listener);
        tell(listener);
    }

    /** Whether that was the last one. */
    synchronized boolean remove(ApprovalBoard.Listener listener) {
        var _ = listeners.remove(listener);
        return listeners.isEmpty();
    }

    /** Tells it what is open, if that is known; it is told when it is. */
    synchronized void tell(ApprovalBoard.Listener listener) {
        if (known) {
            listener.snapshot(List.copyOf(open.values()));
        }
    }

    /** Runs {@code looking} where nobody has yet. */
    void beginOnce(Runnable looking) {
        synchronized (this) {
            if (begun) {
                return;
            }
            begun = true;
        }
        looking.run();
    }

    /** Looks what has changed; one look at a time. */
    Uni<Void> look() {
        return views.pendingIds(tenant, ApprovalBoard.MOST)
                .chain(ids -> Multi.createFrom()
                        .iterable(changed(ids))
                        .onItem()
                        .transformToUniAndConcatenate(views::approval)
                        .collect()
                        .asList())
                .map(found -> found.stream()
                        .flatMap(line -> line.map(Stream::of).orElseGet(Stream::empty))
                        .toList())
                .invoke(this::apply)
                .replaceWithVoid();
    }

    /** Those that are new, and those that are gone. */
    private synchronized List<String> changed(List<String> ids) {
        List<String> changed = new ArrayList<>();
        open.keySet().stream().filter(id -> !ids.contains(id)).forEach(changed::add);
        ids.stream().filter(id -> !open.containsKey(id)).forEach(changed::add);
        return changed;
    }

    private synchronized void apply(List<ApprovalLine> lines) {
        for (ApprovalLine line : lines) {
            boolean isOpen = line.state().equals(OPEN);
            if (isOpen && open.putIfAbsent(line.id(), line) == null && known) {
                listeners.forEach(listener -> listener.required(line));
            } else if (!isOpen && open.remove(line.id()) != null) {
                listeners.forEach(listener -> listener.decided(line));
            }
        }
        if (!known) {
            known = true;
            listeners.forEach(this::tell);
        }
    }
}

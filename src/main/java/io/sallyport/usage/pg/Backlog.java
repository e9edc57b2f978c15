package io.sallyport.usage.pg;

import io.sallyport.usage.UsageEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Entries that are not written yet, the oldest first. Bounded: those that settle reservations have as much room again as the others have, because
 * what they say is owed to somebody. Anybody adds, one takes.
 */
final class Backlog {
    private final Queue<UsageEntry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final int room;

    Backlog(int room) {
        this.room = room;
    }

    /** How many there are with this one; 0: there was no room. */
    int add(UsageEntry entry) {
        int now = size.incrementAndGet();
        if (now > (entry.settlements().isEmpty() ? room : 2 * room)) {
            var _ = size.decrementAndGet();
            return 0;
        }
        var _ = accepted.incrementAndGet();
        var _ = entries.add(entry);
        return now;
    }

    /** At most {@code most}, which are then gone from here. */
    List<UsageEntry> take(int most) {
        List<UsageEntry> taken = new ArrayList<>();
        for (UsageEntry entry = entries.poll(); entry != null; entry = taken.size() < most ? entries.poll() : null) {
            var _ = taken.add(entry);
        }
        var _ = size.addAndGet(-taken.size());
        return taken;
    }

    int size() {
        return size.get();
    }

    /** How many were ever let in. */
    long accepted() {
        return accepted.get();
    }
}

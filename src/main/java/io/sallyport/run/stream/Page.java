package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive events of a journal, rendered once for all who read them.
 *
 * @param after the first one's predecessor
 * @param items without gaps; may be empty
 * @param bytes of all frames
 */
record Page(long after, List<StreamItem.Durable> items, long bytes) {
    static Page of(String run, long after, List<JournalEvent> events) {
        List<StreamItem.Durable> items = new ArrayList<>(events.size());
        long bytes = 0;
        for (JournalEvent event : events) {
            StreamItem.Durable item = new StreamItem.Durable(event, SseFrames.of(run, event));
            bytes += item.frame().length();
            items.add(item);
        }
        return new Page(after, List.copyOf(items), bytes);
    }

    /** The last event that it knows of. */
    long end() {
        return after + items.size();
    }

    /** Whether it holds the event behind {@code cursor}. */
    boolean follows(long cursor) {
        return cursor >= after && cursor < end();
    }

    StreamItem.Durable behind(long cursor) {
        return items.get((int) (cursor - after));
    }
}

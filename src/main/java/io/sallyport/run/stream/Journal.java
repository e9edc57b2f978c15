package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** How a journal is read: up to {@code most} events of {@code run} with {@code seq > after}, in order. */
@FunctionalInterface
interface Journal {
    Uni<List<JournalEvent>> read(String run, long after, int most);
}

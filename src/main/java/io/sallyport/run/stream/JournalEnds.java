package io.sallyport.run.stream;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** How far journals reach, many at a time: what is looked at where no news arrives. */
@FunctionalInterface
public interface JournalEnds {
    /** Run to the sequence number of its last event. Runs that are not there are missing; fails where the store cannot be reached. */
    Uni<Map<String, Long>> of(Collection<String> runs);
}

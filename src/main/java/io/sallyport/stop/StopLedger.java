package io.sallyport.stop;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * The stops in the store, for administrators. A store that cannot be reached fails the {@code Uni} with a
 * {@link io.sallyport.core.ProblemException}; then nothing is to be taken as done. When an answer is here, this replica knows what it says.
 */
public interface StopLedger {
    /** Stops that may stand at once. */
    int MOST = 1000;

    /** Stops it, or finds the stop of this very name that stands already: the first one counts. */
    Uni<Put> put(StopOrder order);

    /** Lifts the stop of this very name; empty where none stands. */
    Uni<Optional<StopRecord>> lift(StopKind kind, String name, String by);

    /** Stops, lifted ones too, the newest first. */
    Uni<List<StopRecord>> history(int most);

    /** What came of it. */
    record Put(StopRecord record, boolean isNew) {}
}

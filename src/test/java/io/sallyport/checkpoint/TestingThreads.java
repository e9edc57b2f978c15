package io.sallyport.checkpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Whose threads are whose, as {@link TestingCheckpoints} keeps them. */
final class TestingThreads {
    private record Place(NewRun opener, long runs, String last) {}

    private final Map<String, Place> places = new HashMap<>();

    void putAll(TestingThreads others) {
        places.putAll(others.places);
    }

    /**
     * Why {@code order} may not go on with its thread, where it may not.
     *
     * @param open whether a run has not ended
     */
    Optional<Accepted> refusal(NewRun order, Predicate<String> open) {
        Place place = places.get(order.thread());
        if (place == null) {
            return Optional.empty();
        }
        NewRun opener = place.opener();
        boolean same = opener.tenant().equals(order.tenant())
                && opener.agent().equals(order.agent())
                && opener.client().equals(order.client())
                && Optional.ofNullable(opener.subject()).equals(Optional.ofNullable(order.subject()));
        if (!same) {
            return Optional.of(new Accepted.NoSuchThread());
        }
        return order.busy() == NewRun.Busy.REJECT && open.test(place.last())
                ? Optional.of(new Accepted.ThreadBusy(place.last()))
                : Optional.empty();
    }

    /** The place of {@code order} in its thread, from 1. */
    long take(NewRun order) {
        Place place = places.getOrDefault(order.thread(), new Place(order, 0, ""));
        places.put(order.thread(), new Place(place.opener(), place.runs() + 1, order.id()));
        return place.runs() + 1;
    }
}

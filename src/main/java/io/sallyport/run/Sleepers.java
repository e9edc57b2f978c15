package io.sallyport.run;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Runs that wait, and that nobody works on; of all tenants. */
public interface Sleepers {
    /** What sorts of runs wait; few, however many wait. */
    Uni<List<Sort>> sorts();

    /** Some of the waiting runs of this sort. */
    Uni<List<String>> runs(Sort sort, int most);

    /**
     * What runs have in common that stand and fall together.
     *
     * @param revision that they are pinned to
     * @param client   who has started them
     */
    record Sort(String revision, String client) {}
}

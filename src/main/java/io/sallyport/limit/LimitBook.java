package io.sallyport.limit;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.RouteSpec;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks limits up, and keeps what it has made of the catalogue that was asked about last. From any thread. */
@Singleton
public class LimitBook {
    private volatile @Nullable ApplicableLimits last;

    /**
     * The limits of what {@code spender} asks of {@code route} under {@code catalog}; empty for most.
     *
     * @param route null where no route is asked
     */
    public List<AppliedLimit> applied(Catalog catalog, Spender spender, @Nullable RouteSpec route) {
        return of(catalog).to(spender, route);
    }

    // A snapshot never changes; to compare two of them member by member would cost more than what is saved.
    @SuppressWarnings("ReferenceEquality")
    private ApplicableLimits of(Catalog catalog) {
        ApplicableLimits known = last;
        if (known == null || known.catalog() != catalog) {
            known = ApplicableLimits.of(catalog);
            last = known;
        }
        return known;
    }
}

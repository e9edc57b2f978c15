package io.sallyport.catalog;

import java.util.List;

/**
 * The limits of one entry of the catalogue: a principal's, an agent's, a route's or everybody's.
 *
 * @param all     count whatever the entry's requests use together
 * @param perUser count for each user behind the entry's requests by itself (the token's {@code sub}); requests without a user are not counted
 */
public record LimitsSpec(List<LimitSpec> all, List<LimitSpec> perUser) {
    public static final LimitsSpec NONE = new LimitsSpec(List.of(), List.of());

    public LimitsSpec {
        all = List.copyOf(all);
        perUser = List.copyOf(perUser);
    }

    public boolean isEmpty() {
        return all.isEmpty() && perUser.isEmpty();
    }
}

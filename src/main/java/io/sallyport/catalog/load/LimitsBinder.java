package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.ProviderSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Binds {@code limits:} of a principal, an agent, a route or everybody, and sees that each one can be held and can be kept. */
final class LimitsBinder {
    private final LimitsOverModels models;
    private final LimitOverlaps overlaps;

    LimitsBinder(Collection<ProviderSpec> providers, Findings findings) {
        this.models = new LimitsOverModels(providers, findings);
        this.overlaps = new LimitOverlaps(findings);
    }

    /** @param reached the routes by which the entry's requests may come to models */
    LimitsSpec bind(Fields limits, List<Reached> reached) {
        Written whole = read(limits, "");
        Written each = read(limits.fields(LimitKeys.PER_USER), " of each user");
        overlaps.within(whole);
        overlaps.within(each);
        overlaps.between(whole, each);
        whole.limits().forEach(limit -> models.check(limit, whole.fields().at(limit.name()), reached));
        each.limits().forEach(limit -> models.check(limit, each.fields().at(limit.name()), reached));
        return new LimitsSpec(whole.limits(), each.limits());
    }

    /** @param whose behind a limit's name: nothing, or whose alone it is */
    record Written(List<LimitSpec> limits, Fields fields, String whose) {}

    private static Written read(Fields fields, String whose) {
        List<LimitSpec> limits = new ArrayList<>();
        for (LimitKeys.Key key : LimitKeys.ALL) {
            if (fields.has(key.name())) {
                Amounts.read(fields, key)
                        .ifPresent(amount -> limits.add(new LimitSpec(key.measure(), key.window(), amount)));
            }
        }
        return new Written(limits, fields, whose);
    }
}

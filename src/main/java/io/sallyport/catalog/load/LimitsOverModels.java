package io.sallyport.catalog.load;

import io.sallyport.catalog.Findings;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Place;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.ProviderSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a limit on tokens or money needs to know of the models that it is about: it is reserved before it is spent. */
final class LimitsOverModels {
    private final Set<String> currencies;
    private final Findings findings;

    LimitsOverModels(Collection<ProviderSpec> providers, Findings findings) {
        this.currencies = providers.stream()
                .flatMap(provider -> provider.models().values().stream())
                .flatMap(model -> model.price().stream())
                .map(PriceList::currency)
                .collect(Collectors.toCollection(TreeSet::new));
        this.findings = findings;
    }

    void check(LimitSpec limit, Place place, List<Reached> reached) {
        if (!limit.measure().isSpent()) {
            return;
        }
        if (limit.measure() == Measure.COST) {
            currency(place);
            prices(limit, place, reached);
        }
        oneRequest(limit, place, reached);
        if (limit.measure() != Measure.INPUT_TOKENS) {
            bounds(limit, place, reached);
        }
    }

    private void currency(Place place) {
        if (currencies.isEmpty()) {
            findings.error(
                    place,
                    "No model has a price, so nothing that is used would count as money.",
                    "Give the models a `price`, or limit tokens.");
        } else if (currencies.size() > 1) {
            findings.error(
                    place,
                    "A limit is in the currency of all prices, and these are in several: "
                            + String.join(", ", currencies) + ".",
                    "Use one currency for all models, or limit tokens.");
        }
    }

    private void prices(LimitSpec limit, Place place, List<Reached> reached) {
        for (Reached by : reached) {
            by.route()
                    .models()
                    .filter(model ->
                            model.price().filter(PriceList::coversAlways).isEmpty())
                    .findFirst()
                    .ifPresent(model -> findings.error(
                            place,
                            leads(by, model) + ", which has no price, or none for earlier days: `" + limit.name()
                                    + "` could not be enforced.",
                            "Give it a `price`, the first one without `from`, or remove the limit."));
        }
    }

    private void oneRequest(LimitSpec limit, Place place, List<Reached> reached) {
        reached.stream()
                .flatMap(by -> by.least(limit).stream())
                .min(Comparator.comparingLong(Reached.Need::amount))
                .filter(need -> need.amount() > limit.amount())
                .ifPresent(need -> findings.error(
                        place,
                        "Not even one request would pass: the one that may take least goes to `"
                                + need.model().ref() + "`, may be answered with "
                                + need.output().orElse(0) + " tokens, and reserves "
                                + Amounts.write(limit.measure(), need.amount()) + ".",
                        "Make the limit larger, or `maxOutputTokens` of the model smaller."));
    }

    /** No error: requests that say it themselves are held, and the others are told to. */
    private void bounds(LimitSpec limit, Place place, List<Reached> reached) {
        for (Reached by : reached) {
            by.needs(limit)
                    .filter(need -> need.output().isEmpty())
                    .findFirst()
                    .ifPresent(need -> findings.warning(
                            place,
                            leads(by, need.model()) + ", and how much that writes at most is not known: "
                                    + (limit.isBudget()
                                            ? "requests without `max_tokens` are refused there."
                                            : "answers count only when they are there."),
                            "Give the model `maxOutputTokens`."));
        }
    }

    private static String leads(Reached by, ModelSpec model) {
        return "The route `" + by.route().alias() + "` leads to `" + model.ref() + "`";
    }
}

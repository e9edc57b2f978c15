package io.sallyport.edge.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.chat.Usage;
import io.sallyport.edge.runs.Money;
import io.sallyport.limit.Budgets.Standing;
import io.sallyport.run.stream.EventWire;
import io.sallyport.usage.UsageSum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller has used, and how its budgets stand.
 *
 * @param cost     in {@code currency}; null where there are several, which nobody adds up
 * @param currency null where nothing had a price, or there are several
 * @param costs    for each currency
 */
@RegisterForReflection
public record OwnUsage(
        String from,
        String to,
        long requests,
        TokenCounts tokens,
        @Nullable String cost,
        @Nullable String currency,
        List<Cost> costs,
        List<BudgetView> budgets) {

    /** An amount of money. */
    public record Cost(String cost, String currency) {}

    static OwnUsage of(Span span, List<UsageSum> sums, List<Standing> standings) {
        List<Cost> costs = sums.stream()
                .flatMap(sum -> sum.currency().map(money -> new Cost(Money.of(sum.costNano()), money)).stream())
                .toList();
        @Nullable Cost only = costs.size() == 1 ? costs.getFirst() : null;
        return new OwnUsage(
                EventWire.moment(span.from()),
                EventWire.moment(span.to()),
                sums.stream().mapToLong(UsageSum::requests).sum(),
                TokenCounts.of(sums.stream().map(UsageSum::tokens).reduce(Usage.NONE, Usage::plus)),
                costs.isEmpty() ? Money.of(0) : only == null ? null : only.cost(),
                only == null ? null : only.currency(),
                costs,
                standings.stream().map(BudgetView::of).toList());
    }
}

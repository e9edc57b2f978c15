package io.sallyport.edge.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.edge.runs.Money;
import io.sallyport.limit.Budgets.Standing;
import io.sallyport.run.stream.EventWire;
import java.util.Locale;

/**
 * How a budget stands; amounts are decimals, of tokens whole ones.
 *
 * @param used     settled and overrun
 * @param resetsAt when it is whole again
 */
@RegisterForReflection
public record BudgetView(
        String scope, String name, String window, String limit, String used, String reserved, String resetsAt) {
    static BudgetView of(Standing standing) {
        LimitSpec limit = standing.account().limit().limit();
        return new BudgetView(
                standing.account().limit().scope(),
                limit.name(),
                limit.window().name().toLowerCase(Locale.ROOT),
                amount(limit, limit.amount()),
                amount(limit, standing.used()),
                amount(limit, standing.reserved()),
                EventWire.moment(standing.account().period().end()));
    }

    private static String amount(LimitSpec limit, long amount) {
        return limit.measure() == Measure.COST ? Money.of(amount) : Long.toString(amount);
    }
}

package io.sallyport.routing;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Price;
import io.sallyport.chat.Usage;
import io.sallyport.limit.Budgets.Hold;
import io.sallyport.usage.UsageEntry.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt came to.
 *
 * @param estimated  whether nobody counted
 * @param costNano   billionths of the currency's unit, 0 where the model has no price
 * @param answeredBy the model that the provider says it was, or null
 */
record Spent(
        ModelSpec model,
        Instant at,
        AttemptRecord attempt,
        Usage usage,
        boolean estimated,
        long costNano,
        @Nullable String answeredBy) {
    /** A word of four letters and a blank, more or less: the usual rule of thumb, for bytes as they were sent. */
    private static final int BYTES_PER_TOKEN = 4;

    /** Of {@code attempt}, which was sent {@code body} and is over. */
    static Spent of(Attempt attempt, AttemptRecord record, Allowed allowed) {
        ModelSpec model = attempt.model();
        Usage counted = record.usage();
        Usage usage = counted != null ? counted : attempt.hasBegun() ? seen(attempt, allowed) : Usage.NONE;
        boolean answered = attempt.hasBegun() || usage.total() > 0;
        Optional<Price> price = answered ? CallBudgets.price(model, allowed.at()) : Optional.empty();
        return new Spent(
                model,
                allowed.at(),
                record,
                usage,
                counted == null && attempt.hasBegun(),
                price.map(known -> known.nano(usage)).orElse(0L),
                attempt.responseModel());
    }

    // Never more than was reserved: what nobody counted is no reason to break a limit.
    private static Usage seen(Attempt attempt, Allowed allowed) {
        long input = Math.max(1, allowed.bound().input() / BYTES_PER_TOKEN);
        long output = Math.max(attempt.deltas(), attempt.textBytes() / BYTES_PER_TOKEN);
        return new Usage(input, 0, Math.min(output, allowed.bound().output().orElse(Long.MAX_VALUE)), 0);
    }

    boolean nothing() {
        return usage.total() == 0 && costNano == 0;
    }

    List<Settlement> settle(@Nullable Held held) {
        return held == null
                ? List.of()
                : held.holds().stream().map(this::settle).toList();
    }

    private Settlement settle(Hold hold) {
        Measure measure = hold.account().limit().limit().measure();
        return new Settlement(hold.account(), measure == Measure.COST ? costNano : Bound.of(measure, usage));
    }
}

package io.sallyport.routing;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.chat.Usage;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Rates;
import io.sallyport.limit.Rates.Settled;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.Rates.Want;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** What one call takes of rates: once, before anybody is asked, and given back once, whenever the call ends. */
final class CallRates {
    private static final Logger LOG = Logger.getLogger(CallRates.class);

    private final Rates rates;
    private final String holder;
    private final List<Want> wants;
    private boolean taken;
    private boolean over;

    /** @param bound tokens at most; what it does not know is settled as a debt */
    CallRates(Rates rates, String holder, List<AppliedLimit> limits, Bound bound) {
        this.rates = rates;
        this.holder = holder;
        this.wants = limits.stream()
                .filter(applied -> !applied.limit().isBudget())
                .map(applied -> new Want(applied, amount(applied, bound)))
                .toList();
    }

    // A bucket never holds more than its limit: who could need more gets all of it, and owes the rest.
    private static long amount(AppliedLimit applied, Bound bound) {
        Measure measure = applied.limit().measure();
        return measure.isSpent() ? Math.min(bound.of(measure), applied.limit().amount()) : 1;
    }

    boolean none() {
        return wants.isEmpty();
    }

    /** Takes; {@code then} hears of it at {@code home}, unless the call is over by then: what was taken has gone back in that case. */
    void take(Duration lease, Executor home, Consumer<Taken> then, Consumer<Throwable> failed) {
        var _ = Uni.createFrom()
                .deferred(() -> rates.take(holder, wants, lease))
                .subscribe()
                .with(
                        result -> home.execute(() -> arrived(result, then)),
                        failure -> home.execute(() -> broke(failure, failed)));
    }

    private void arrived(Taken result, Consumer<Taken> then) {
        taken = result instanceof Taken.Passed;
        if (!over) {
            then.accept(result);
        } else if (taken) {
            rates.settle(holder, wants.stream().map(CallRates::whole).toList());
        }
    }

    // Rates never fail; if they do, something of it may have been taken.
    private void broke(Throwable failure, Consumer<Throwable> failed) {
        LOG.error("rates could not be taken", failure);
        rates.settle(holder, wants.stream().map(CallRates::whole).toList());
        if (!over) {
            failed.accept(failure);
        }
    }

    private static Settled whole(Want want) {
        boolean slot = want.limit().limit().measure() == Measure.CONCURRENT;
        return new Settled(want.limit(), slot ? 0 : want.amount());
    }

    /** The call is over: slots are free, and tokens are what they were. */
    void ended(Usage used) {
        if (over) {
            return;
        }
        over = true;
        if (taken) {
            List<Settled> settled = new ArrayList<>(wants.size());
            for (Want want : wants) {
                Measure measure = want.limit().limit().measure();
                if (measure == Measure.CONCURRENT) {
                    settled.add(new Settled(want.limit(), 0));
                } else if (measure.isSpent()) {
                    settled.add(new Settled(want.limit(), want.amount() - Bound.of(measure, used)));
                }
            }
            if (!settled.isEmpty()) {
                rates.settle(holder, settled);
            }
        }
    }
}

package io.sallyport.limit;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.core.ProblemException;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.Rates.Want;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts requests that ask no model themselves: one that starts a run, a direct call of a tool. They count as requests and as nothing else:
 * what the run spends is spent by its model calls, and a slot held by somebody who waits for a run could be the one that the run needs.
 */
@Singleton
public class RequestRates {
    private static final Duration NO_SLOT = Duration.ofSeconds(1);

    private final LimitBook book;
    private final Rates rates;

    public RequestRates(LimitBook book, Rates rates) {
        this.book = book;
        this.rates = rates;
    }

    /** Counts one request; fails with a {@link ProblemException} where there were too many. At once where no limit applies. */
    public Uni<Void> count(Catalog catalog, Spender spender) {
        List<Want> wants = book.applied(catalog, spender, null).stream()
                .filter(applied -> applied.limit().measure() == Measure.REQUESTS)
                .map(applied -> new Want(applied, 1))
                .toList();
        if (wants.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String holder =
                "request_" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        return rates.take(holder, wants, NO_SLOT).map(RequestRates::passed);
    }

    // A slow answer to a request that has gone costs it one of its requests; that is what a rate is for.
    private static Void passed(Taken taken) {
        if (taken instanceof Taken.Refused refused) {
            throw LimitProblems.rate(refused).exception();
        }
        return null;
    }
}

package io.sallyport.routing;

import io.sallyport.limit.Budgets;
import io.sallyport.limit.LimitBook;
import io.sallyport.limit.Rates;
import io.sallyport.usage.UsageLedger;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Whom calls ask for what they may use, and tell what they have used. */
@Singleton
class Spending {
    private final LimitBook book;
    private final Rates rates;
    private final Budgets budgets;
    private final UsageLedger ledger;
    private final InstantSource clock;

    @Inject
    Spending(LimitBook book, Rates rates, Budgets budgets, UsageLedger ledger) {
        this(book, rates, budgets, ledger, InstantSource.system());
    }

    Spending(LimitBook book, Rates rates, Budgets budgets, UsageLedger ledger, InstantSource clock) {
        this.book = book;
        this.rates = rates;
        this.budgets = budgets;
        this.ledger = ledger;
        this.clock = clock;
    }

    LimitBook book() {
        return book;
    }

    Rates rates() {
        return rates;
    }

    Budgets budgets() {
        return budgets;
    }

    UsageLedger ledger() {
        return ledger;
    }

    InstantSource clock() {
        return clock;
    }

    /** Names a call where it must not be taken for another: a request's id may be its caller's choice, and come twice. */
    String newCall() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "use_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}

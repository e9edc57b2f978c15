package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Usage;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.usage.UsageEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one call uses of what its spender may: rates while it lasts, budgets attempt by attempt, and an entry in the ledger for each attempt.
 * Lives on the call's context. What was taken or reserved goes back or is settled exactly once, however the call ends.
 */
final class CallSpending {
    /** From a call's deadline to the moment when its settlement is written, at the latest. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 400;

    private final Spending services;
    private final CallRequest request;
    private final String id;
    private final Executor home;
    private final @Nullable CallRates rates;
    private final @Nullable CallBudgets budgets;
    private @Nullable Spent last;
    private @Nullable Held lastHeld;
    private Usage used = Usage.NONE;
    private long waitedSince = -1;
    private long pause = FIRST_PAUSE_MILLIS;
    private boolean over;

    CallSpending(Spending services, CallRequest request, Executor home) {
        this.services = services;
        this.request = request;
        this.home = home;
        this.id = services.newCall();
        List<AppliedLimit> limits =
                services.book().applied(request.catalog(), request.start().spender(), request.route());
        CallRates allRates =
                limits.isEmpty() ? null : new CallRates(services.rates(), id, limits, request.widestBound());
        CallBudgets allBudgets = limits.isEmpty()
                ? null
                : new CallBudgets(
                        services.budgets(),
                        id,
                        limits,
                        request.catalog().limits().zone(),
                        home);
        this.rates = allRates == null || allRates.none() ? null : allRates;
        this.budgets = allBudgets == null || allBudgets.none() ? null : allBudgets;
    }

    /** Whether a rate applies, so that {@link #take} has to be asked. */
    boolean rated() {
        return rates != null;
    }

    /** Takes of all rates, or of none; nobody hears of it when the call is over by then. */
    void take(Consumer<Taken> then, Consumer<Throwable> failed) {
        if (rates != null) {
            rates.take(Duration.ofMillis(request.deadline().remainingMillis()).plus(GRACE), home, then, failed);
        }
    }

    /** The output limit that {@code model} is told because budgets apply. */
    OptionalLong told(ModelSpec model) {
        return budgets == null ? OptionalLong.empty() : request.toldOutput(model);
    }

    /** Whether a budget applies, so that {@link #reserve} has to be asked. */
    boolean budgeted() {
        return budgets != null;
    }

    Allowed unlimited(ModelSpec model, int bodyBytes) {
        return new Allowed(services.clock().instant(), request.bound(model, bodyBytes), null);
    }

    /** Reserves what one attempt at {@code model} may come to; nobody hears of it when the call is over by then. */
    void reserve(ModelSpec model, int bodyBytes, Consumer<Allowed> then, Consumer<Reserved.Refused> refused) {
        if (budgets == null) {
            then.accept(unlimited(model, bodyBytes));
            return;
        }
        Spent before = last;
        Held held = lastHeld;
        if (before != null && held != null && before.nothing()) {
            lastHeld = null;
            budgets.spared(held);
        }
        Instant at = services.clock().instant();
        Bound bound = request.bound(model, bodyBytes);
        Instant until = at.plusMillis(request.deadline().remainingMillis()).plus(GRACE);
        budgets.reserve(model, bound, at, until, answer -> {
            switch (answer) {
                case Reserved.Granted(Held granted) -> then.accept(new Allowed(at, bound, granted));
                case Reserved.Refused refusal -> refused.accept(refusal);
            }
        });
    }

    /** The attempt that was allowed is not made after all. */
    void notMade(Allowed allowed) {
        Held held = allowed.held();
        if (budgets != null && held != null) {
            budgets.spared(held);
        }
    }

    /** An attempt begins: the one before was not the last. */
    void attemptStarts() {
        write(false);
    }

    void attemptEnded(Attempt attempt, AttemptRecord attemptRecord) {
        Allowed allowed = attempt.allowed();
        last = Spent.of(attempt, attemptRecord, allowed);
        lastHeld = allowed.held();
        used = used.plus(last.usage());
        if (over) {
            write(true);
        }
    }

    /** How long to wait for others to settle before asking again, in milliseconds; negative when there has been enough of it. */
    long pauseMillis() {
        long now = System.nanoTime();
        waitedSince = waitedSince < 0 ? now : waitedSince;
        long most = request.catalog().limits().maxWait().toMillis();
        long left = Math.min(
                most - TimeUnit.NANOSECONDS.toMillis(now - waitedSince),
                request.deadline().remainingMillis() - 1);
        if (left <= 0) {
            return -1;
        }
        long chosen = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        return Math.min(left, chosen);
    }

    /** The call is over. Again does nothing. */
    void ended() {
        if (over) {
            return;
        }
        over = true;
        write(true);
        if (budgets != null) {
            budgets.ended();
        }
        if (rates != null) {
            rates.ended(used);
        }
    }

    private void write(boolean isLast) {
        Spent spent = last;
        if (spent == null) {
            return;
        }
        Held held = lastHeld;
        last = null;
        lastHeld = null;
        services.ledger()
                .write(new UsageEntry(
                        id + '.' + spent.attempt().number(),
                        spent.at(),
                        request.start().spender(),
                        request.start().requestId(),
                        spent.attempt().number(),
                        isLast,
                        request.what(),
                        Optional.of(request.route().alias()),
                        spent.model().ref(),
                        Optional.ofNullable(spent.answeredBy()),
                        spent.attempt().outcome().label(),
                        spent.usage(),
                        spent.costNano(),
                        spent.model().price().map(prices -> prices.currency()),
                        spent.estimated(),
                        spent.attempt().durationMs(),
                        held == null ? Optional.empty() : Optional.of(held.reservation()),
                        spent.settle(held)));
    }
}

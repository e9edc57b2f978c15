package io.sallyport.routing;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Price;
import io.sallyport.core.Problem;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Budgets;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Budgets.Hold;
import io.sallyport.limit.LimitProblems;
import io.sallyport.limit.Period;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one call reserves of budgets, attempt by attempt. A reservation of which nothing was spent serves the next attempt where that needs the
 * same, and goes back before the next one asks where it does not.
 */
final class CallBudgets {
    private static final Logger LOG = Logger.getLogger(CallBudgets.class);

    /** A statement of which nothing was heard has ended by then. */
    private static final Duration SETTLED_BY = Duration.ofSeconds(3);

    private static final Duration FIRST_AGAIN = Duration.ofSeconds(1);
    private static final Duration LAST_AGAIN = Duration.ofSeconds(10);
    private static final int MOST_AGAIN = 5;

    private final Budgets budgets;
    private final String call;
    private final List<AppliedLimit> limits;
    private final ZoneId zone;
    private final Executor home;
    private @Nullable Held spare;
    private int made;
    private boolean over;

    CallBudgets(Budgets budgets, String call, List<AppliedLimit> limits, ZoneId zone, Executor home) {
        this.budgets = budgets;
        this.call = call;
        this.limits =
                limits.stream().filter(applied -> applied.limit().isBudget()).toList();
        this.zone = zone;
        this.home = home;
    }

    boolean none() {
        return limits.isEmpty();
    }

    /**
     * Reserves what an attempt at {@code model} may come to; {@code then} hears of it at home, unless the call is over by then: what was
     * reserved has gone back in that case.
     *
     * @param at    whose prices and windows count
     * @param until by which the call has settled
     */
    void reserve(ModelSpec model, Bound bound, Instant at, Instant until, Consumer<Reserved> then) {
        Problem impossible = impossible(model, bound, at);
        if (impossible != null) {
            then.accept(new Reserved.Refused(AttemptOutcome.UNBOUNDED, impossible, false));
            return;
        }
        List<Hold> holds = holds(model, bound, at);
        Held free = spare;
        spare = null;
        if (free != null && free.holds().equals(holds)) {
            then.accept(new Reserved.Granted(free));
            return;
        }
        Held wanted = new Held(call + '.' + ++made, holds);
        var _ = returned(free)
                .chain(done -> budgets.reserve(wanted.reservation(), holds, until))
                .subscribe()
                .with(
                        answer -> home.execute(() -> arrived(answer, wanted, at, then)),
                        failure -> home.execute(() -> lost(failure, wanted, then)));
    }

    private Uni<Void> returned(@Nullable Held free) {
        return free == null
                ? Uni.createFrom().voidItem()
                : budgets.release(free.reservation()).onFailure().recoverWithItem(failure -> {
                    giveBack(free);
                    return null;
                });
    }

    private void arrived(Budgets.Reserved answer, Held wanted, Instant at, Consumer<Reserved> then) {
        if (over) {
            if (answer instanceof Budgets.Reserved.Held) {
                giveBack(wanted);
            }
            return;
        }
        then.accept(
                switch (answer) {
                    case Budgets.Reserved.Held held -> new Reserved.Granted(wanted);
                    case Budgets.Reserved.Exhausted(var standing, boolean fitsLater) ->
                        new Reserved.Refused(
                                AttemptOutcome.OVER_BUDGET, LimitProblems.budget(standing, fitsLater, at), fitsLater);
                });
    }

    // Whether it was reserved is not known, and it may still be: it is given back when the statement has had its time.
    private void lost(Throwable failure, Held wanted, Consumer<Reserved> then) {
        LOG.warnf("budgets do not answer: %s", failure.getMessage());
        giveBack(Uni.createFrom().voidItem().onItem().delayIt().by(SETTLED_BY), wanted);
        if (!over) {
            then.accept(new Reserved.Refused(AttemptOutcome.NOT_RESERVED, LimitProblems.storeAway(), false));
        }
    }

    /** Nothing was spent of it. */
    void spared(Held held) {
        if (over) {
            giveBack(held);
        } else {
            spare = held;
        }
    }

    /** The call is over: what is held and not settled goes back. */
    void ended() {
        over = true;
        Held free = spare;
        spare = null;
        if (free != null) {
            giveBack(free);
        }
    }

    private void giveBack(Held held) {
        giveBack(Uni.createFrom().voidItem(), held);
    }

    /** In the background, and again for a while: until it is back, it keeps others from what nobody uses. */
    private void giveBack(Uni<Void> first, Held held) {
        var _ = first.chain(() -> budgets.release(held.reservation()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_AGAIN, LAST_AGAIN)
                .atMost(MOST_AGAIN)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "a reservation could not be given back; it ends by itself: %s", failure.getMessage()));
    }

    private List<Hold> holds(ModelSpec model, Bound bound, Instant at) {
        List<Hold> holds = new ArrayList<>(limits.size());
        for (AppliedLimit limit : limits) {
            Account account = new Account(limit, Period.of(limit.limit().window(), at, zone));
            long most = limit.limit().measure() == Measure.COST
                    ? price(model, at)
                            .map(price ->
                                    price.mostNano(bound.input(), bound.output().orElse(0)))
                            .orElse(0L)
                    : bound.of(limit.limit().measure());
            // One more than there can be is as much too much as any number.
            holds.add(new Hold(account, Math.min(most, limit.limit().amount() + 1)));
        }
        return holds;
    }

    private @Nullable Problem impossible(ModelSpec model, Bound bound, Instant at) {
        for (AppliedLimit limit : limits) {
            Measure measure = limit.limit().measure();
            if (measure == Measure.COST && price(model, at).isEmpty()) {
                return CallProblems.unpriced(model, limit);
            }
            if (measure != Measure.INPUT_TOKENS && bound.output().isEmpty()) {
                return CallProblems.unbounded(model, limit);
            }
        }
        return null;
    }

    static Optional<Price> price(ModelSpec model, Instant at) {
        return model.price().flatMap(prices -> prices.at(at));
    }
}

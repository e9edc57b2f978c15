package io.sallyport.limit;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.limit.Budgets.Standing;
import io.sallyport.limit.Rates.Level;
import io.sallyport.limit.Rates.Taken;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** What is said to whoever may use no more. The facts are what headers and metrics are made from. */
public final class LimitProblems {
    /** The name of the rate that was met, such as {@code requestsPerMinute}. */
    public static final String RATE = "rate";

    /** The name of the budget that does not allow it, such as {@code costPerDay}. */
    public static final String BUDGET = "budget";

    public static final String SCOPE = "scope";
    public static final String LIMIT = "limit";
    public static final String REMAINING = "remaining";
    public static final String WINDOW_SECONDS = "window_seconds";
    public static final String RESET_SECONDS = "reset_seconds";

    /** There only where it is true: others hold what would be enough, and may not need it. */
    public static final String MAY_FIT_LATER = "may_fit_later";

    private static final int NANO = 9;
    private static final long SOON_SECONDS = 1;

    private LimitProblems() {}

    /** Too many, too fast, or too much at once. */
    public static Problem rate(Taken.Refused refused) {
        Level level = refused.refused();
        LimitSpec limit = level.limit().limit();
        String whose = limit.name() + " of " + level.limit().scope();
        String detail = refused.storeLost()
                ? "Nobody can say at the moment how much of " + whose
                        + " is left, and the gateway is told to refuse then."
                : limit.measure() == Measure.CONCURRENT
                        ? "As many requests as " + whose + " allows, " + limit.amount() + ", are under way."
                        : whose + " is used up: it allows " + limit.amount() + ".";
        long seconds = Math.max(1, seconds(refused.retryAfter()));
        Problem problem = Problem.of(
                        ProblemCode.RATE_LIMIT_EXCEEDED,
                        detail,
                        "Send it again in " + seconds + " s, or less at a time.")
                .with(RATE, limit.name())
                .with(SCOPE, level.limit().scope())
                .with(LIMIT, limit.amount())
                .with(REMAINING, level.remaining())
                .with(RESET_SECONDS, seconds(level.resetIn()));
        if (limit.window().length().isPresent()) {
            problem = problem.with(WINDOW_SECONDS, limit.window().length().get().toSeconds());
        }
        if (refused.storeLost()) {
            problem = problem.with("store_lost", true);
        }
        return problem.with(Problem.RETRY_AFTER_SECONDS, seconds);
    }

    /**
     * A budget does not allow it.
     *
     * @param fitsLater whether it would fit if what others hold came to nothing
     */
    public static Problem budget(Standing standing, boolean fitsLater, Instant now) {
        LimitSpec limit = standing.account().limit().limit();
        Period period = standing.account().period();
        String scope = standing.account().limit().scope();
        long untilReset = Math.max(1, seconds(Duration.between(now, period.end())));
        long left = Math.max(0, limit.amount() - standing.used() - standing.reserved());
        Problem problem = Problem.of(
                        ProblemCode.BUDGET_EXHAUSTED,
                        limit.name() + " of " + scope + " does not allow this request: of "
                                + shown(limit, limit.amount()) + ", " + shown(limit, standing.used()) + " are used and "
                                + shown(limit, standing.reserved()) + " are reserved.",
                        fitsLater
                                ? "Send it again when others have settled, or ask for less with max_tokens."
                                : "Wait for " + period.end()
                                        + ", ask for less with max_tokens, or have the budget raised.")
                .with(BUDGET, limit.name())
                .with(SCOPE, scope)
                .with(LIMIT, fact(limit, limit.amount()))
                .with("used", fact(limit, standing.used()))
                .with("reserved", fact(limit, standing.reserved()))
                .with(REMAINING, fact(limit, left))
                .with("resets_at", period.end().toString())
                .with(
                        WINDOW_SECONDS,
                        Duration.between(period.start(), period.end()).toSeconds())
                .with(RESET_SECONDS, untilReset);
        if (fitsLater) {
            problem = problem.with(MAY_FIT_LATER, true);
        }
        return problem.with(Problem.RETRY_AFTER_SECONDS, fitsLater ? Math.min(SOON_SECONDS, untilReset) : untilReset);
    }

    /** The store of budgets does not answer: nothing may be spent. */
    public static Problem storeAway() {
        return Problem.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The database that holds the budgets cannot be reached, or cannot do it now, and nothing is spent without it.",
                        "Send it again.")
                .with(Problem.RETRY_AFTER_SECONDS, SOON_SECONDS);
    }

    private static long seconds(Duration duration) {
        return (duration.toMillis() + 999) / 1000;
    }

    private static Object fact(LimitSpec limit, long amount) {
        return limit.measure() == Measure.COST ? shown(limit, amount) : amount;
    }

    private static String shown(LimitSpec limit, long amount) {
        return limit.measure() == Measure.COST
                ? BigDecimal.valueOf(amount, NANO).toPlainString()
                : Long.toString(amount);
    }
}

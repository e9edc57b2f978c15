package io.sallyport.limit;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/**
 * Rates and what is under way, counted across replicas: token buckets that hold {@code amount} and refill evenly over their window, and slots
 * that end by themselves. Never fails: where the store does not answer, the catalogue's {@code onStoreLoss} decides.
 */
public interface Rates {
    /**
     * Takes from all of {@code wants} or from none, in one round trip.
     *
     * @param holder names this request; the same one gives back
     * @param lease  after which a slot of what is under way is free again, whatever became of its holder
     */
    Uni<Taken> take(String holder, List<Want> wants, Duration lease);

    /**
     * Gives slots back, and corrects what was taken for tokens: a positive {@code surplus} goes back into the bucket, a negative one makes
     * debts. Nobody waits for it.
     */
    void settle(String holder, List<Settled> settled);

    /**
     * What is wanted of one limit.
     *
     * @param amount requests or tokens; 1 for what is under way
     */
    record Want(AppliedLimit limit, long amount) {}

    /**
     * What has become of it.
     *
     * @param surplus what was taken and not used; 0 for what is under way
     */
    record Settled(AppliedLimit limit, long surplus) {}

    /**
     * How a limit stands after a request.
     *
     * @param remaining what is left, never below 0
     * @param resetIn   until it is full again; for what is under way 0
     */
    record Level(AppliedLimit limit, long remaining, Duration resetIn) {}

    /** What came of it. */
    sealed interface Taken {
        /**
         * Something was taken of each.
         *
         * @param levels in the order of the wants
         */
        record Passed(List<Level> levels) implements Taken {}

        /**
         * Nothing was taken.
         *
         * @param refused    the limit that does not allow it, the one with the longest wait if there are several
         * @param retryAfter when it would fit if nobody else took anything; for what is under way an estimate
         * @param storeLost  whether it was refused because nobody can say
         */
        record Refused(Level refused, Duration retryAfter, boolean storeLost) implements Taken {}
    }
}

package io.sallyport.limit;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** Money and tokens in calendar windows, in PostgreSQL and nowhere else. */
public interface Budgets {
    /**
     * Reserves for all of {@code holds} or for none, in one statement. Fails where the store does not answer; then nothing may be spent.
     *
     * @param reservation names it; a repeated one changes nothing
     * @param until       by which it is settled; afterwards it returns by itself
     */
    Uni<Reserved> reserve(String reservation, List<Hold> holds, Instant until);

    /** Gives a reservation back of which nothing was spent. */
    Uni<Void> release(String reservation);

    /** How {@code accounts} stand now; an account that nobody has used yet stands at nothing. */
    Uni<List<Standing>> standing(List<Account> accounts);

    /** A limit in one window of the calendar. */
    record Account(AppliedLimit limit, Period period) {}

    /**
     * What a reservation takes of one account.
     *
     * @param amount the most that can come of it
     */
    record Hold(Account account, long amount) {}

    /**
     * How much of an account is used.
     *
     * @param settled what was spent within reservations
     * @param overrun what a provider delivered beyond its reservation, or what was settled after a reservation had ended; counts as used
     */
    record Standing(Account account, long settled, long reserved, long overrun) {
        public long used() {
            return settled + overrun;
        }
    }

    /** What came of it. */
    sealed interface Reserved {
        record Held() implements Reserved {}

        /**
         * Nothing was reserved.
         *
         * @param standing   of the budget that does not allow it
         * @param fitsLater  whether it would fit if what others hold came to nothing, so that waiting may help before the window ends
         */
        record Exhausted(Standing standing, boolean fitsLater) implements Reserved {}
    }
}

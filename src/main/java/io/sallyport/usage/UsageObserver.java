package io.sallyport.usage;

/** Watches the ledger. Called on any thread: be quick, never block, never throw. */
public interface UsageObserver {
    void written(int entries);

    /** An entry was given up. */
    void dropped(Dropped why);

    /** So many are not written yet. */
    void waiting(int entries);

    /** Why an entry was given up. */
    enum Dropped {
        /** The queue was full, and the entry settled nothing. */
        FULL,
        /** The queue was full even for what settles reservations, which now end by themselves. */
        FULL_SETTLEMENT,
        /** The database answers and does not take it. */
        REFUSED
    }
}

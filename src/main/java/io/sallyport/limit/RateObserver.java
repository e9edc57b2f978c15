package io.sallyport.limit;

/** Watches rates. Called on any thread: be quick, never block, never throw. */
public interface RateObserver {
    /** Who decided. */
    enum Judge {
        /** The counts that all replicas share. */
        STORE,
        /** This replica alone, while the store does not answer. */
        REPLICA
    }

    /** A request was within {@code limit}, and took from it. */
    void allowed(AppliedLimit limit, Judge judge);

    /** A request was refused because of {@code limit}. */
    void refused(AppliedLimit limit, Judge judge);

    /** The store has answered after {@code nanos}. */
    void answered(long nanos);
}

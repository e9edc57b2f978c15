package io.sallyport.checkpoint;

/** Where a tool call is. */
public enum CallState {
    /** The model wants it; nobody has decided. */
    PROPOSED,
    /** It may be made. */
    ALLOWED,
    /** A person has to say yes. */
    AWAITING_APPROVAL,
    /** A person has to give the answer. */
    AWAITING_INPUT,
    /** Another run is at work on it, and its end is the answer. */
    AWAITING_CHILD,
    /** It will not be made. */
    DENIED,
    /** It may be under way, or its outcome may be lost: the ledger knew before anything was sent. */
    INTENT,
    SUCCEEDED,
    /** It failed, and nothing was done. */
    FAILED_NOT_APPLIED,
    /** It failed, and something was done. */
    FAILED_APPLIED,
    /** Nobody knows whether it was done. It is never called again. */
    UNKNOWN,
    /** A person, or a look-up, has settled what was unknown. */
    RECONCILED,
    /** The run ended without anybody settling it. */
    ABANDONED;

    /** Whether nothing more is going to happen to it in this run. */
    public boolean settled() {
        return switch (this) {
            case DENIED, SUCCEEDED, FAILED_NOT_APPLIED, FAILED_APPLIED, RECONCILED, ABANDONED -> true;
            case PROPOSED, ALLOWED, AWAITING_APPROVAL, AWAITING_INPUT, AWAITING_CHILD, INTENT, UNKNOWN -> false;
        };
    }
}

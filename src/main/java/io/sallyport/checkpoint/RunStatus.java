package io.sallyport.checkpoint;

/** Where a run is. Terminal is final; a waiting run has no owner. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    WAITING_APPROVAL,
    WAITING_INPUT,
    WAITING_TIMER,
    WAITING_RECONCILE,
    WAITING_CHILD,
    COMPLETED,
    FAILED,
    CANCELLED,
    EXPIRED,
    LIMIT_EXCEEDED;

    public boolean terminal() {
        return switch (this) {
            case COMPLETED, FAILED, CANCELLED, EXPIRED, LIMIT_EXCEEDED -> true;
            default -> false;
        };
    }

    public boolean waiting() {
        return !terminal() && this != QUEUED && this != RUNNING;
    }
}

package io.sallyport.checkpoint;

/** The places where a run's state changes, each by one statement. */
public enum CommitPoint {
    C0_ACCEPT,
    C1_CLAIM,
    C2_RESERVE,
    C3_ANSWER,
    C4_DECISION,
    C5_INTENT,
    C6_RESULT,
    C7_END;

    /**
     * Whether a run that gets here has got further than the last time. Something has come back from outside then. What only says what is
     * about to be done is no progress: a run whose every answer kills its owner says it each time anew.
     */
    public boolean progress() {
        return switch (this) {
            case C3_ANSWER, C6_RESULT, C7_END -> true;
            case C0_ACCEPT, C1_CLAIM, C2_RESERVE, C4_DECISION, C5_INTENT -> false;
        };
    }
}

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
    C7_END
}

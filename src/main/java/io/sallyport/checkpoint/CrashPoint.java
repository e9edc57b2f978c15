package io.sallyport.checkpoint;

/** Every place where something of a run becomes durable, by the name that tests of crashes know it by. */
public enum CrashPoint {
    C0_ACCEPT,
    C1_CLAIM,
    C2_RESERVE,
    C3_ANSWER,
    C4_DECISION,
    C5_INTENT,
    C6_RESULT,
    C7_END,
    /** The commit by which a run falls asleep, whatever it waits for. */
    WAIT,
    /** What the end of one run has left for another becomes a signal of that one. */
    MAIL,
    /** A person's word for a run: a decision about a call, an answer, a wish to stop. */
    SIGNAL;

    /** Where {@code commit} is. */
    public static CrashPoint of(Commit commit) {
        return commit.ending() instanceof Ending.Wait ? WAIT : of(commit.point());
    }

    /** The one of the same name. */
    public static CrashPoint of(CommitPoint point) {
        return switch (point) {
            case C0_ACCEPT -> C0_ACCEPT;
            case C1_CLAIM -> C1_CLAIM;
            case C2_RESERVE -> C2_RESERVE;
            case C3_ANSWER -> C3_ANSWER;
            case C4_DECISION -> C4_DECISION;
            case C5_INTENT -> C5_INTENT;
            case C6_RESULT -> C6_RESULT;
            case C7_END -> C7_END;
        };
    }
}

package io.sallyport.crash;

import io.sallyport.checkpoint.CrashPoint;
import java.util.EnumSet;
import java.util.Set;

/** Where a run is held: at which point, and which of those that come to it. */
enum Place {
    C0_ACCEPT(CrashPoint.C0_ACCEPT),
    C1_CLAIM(CrashPoint.C1_CLAIM),
    C2_RESERVE(CrashPoint.C2_RESERVE),
    C3_ANSWER(CrashPoint.C3_ANSWER),
    C4_DECISION(CrashPoint.C4_DECISION),
    /** Of a family's parent, the commit that begins a child. */
    C5_INTENT(CrashPoint.C5_INTENT),
    C6_RESULT(CrashPoint.C6_RESULT),
    C7_END(CrashPoint.C7_END),
    /** It falls asleep: until its children have ended, or until a person has decided or has signed in again. */
    WAIT(CrashPoint.WAIT),
    /** A person's decision, or a person's word that they are back. */
    PERSON(CrashPoint.SIGNAL),
    /** A child's end comes into its parent's inbox. */
    MAIL(CrashPoint.MAIL),
    /** It has woken, and takes what it waited for: a child's answer and what is left of its budget, or a decision. */
    RESUME(CrashPoint.C4_DECISION),
    /** A child, claimed for the first time or again. */
    CHILD_CLAIM(CrashPoint.C1_CLAIM),
    /** A child's call. */
    CHILD_INTENT(CrashPoint.C5_INTENT),
    /** A child's end, which leaves mail for its parent. */
    CHILD_END(CrashPoint.C7_END);

    private static final Set<Place> OF_ONE_RUN = EnumSet.range(C0_ACCEPT, C7_END);
    private static final Set<Place> OF_A_CALL = EnumSet.of(C4_DECISION, C5_INTENT, C6_RESULT, C7_END);
    private static final Set<Place> OF_A_FAMILY =
            EnumSet.of(C4_DECISION, C5_INTENT, C7_END, WAIT, MAIL, RESUME, CHILD_CLAIM, CHILD_INTENT, CHILD_END);
    private static final Set<Place> OF_A_DECISION =
            EnumSet.of(C1_CLAIM, C4_DECISION, C5_INTENT, C6_RESULT, WAIT, PERSON, RESUME);

    private static final Set<Place> OF_A_USER = EnumSet.of(C5_INTENT, C6_RESULT, WAIT, PERSON, RESUME);

    private final CrashPoint point;

    Place(CrashPoint point) {
        this.point = point;
    }

    CrashPoint point() {
        return point;
    }

    /** Those that are tried with runs of this sort. */
    static Set<Place> of(Sort sort) {
        return switch (sort) {
            case PLAIN -> OF_ONE_RUN;
            case MCP -> OF_A_CALL;
            case FAMILY -> OF_A_FAMILY;
            case APPROVAL -> OF_A_DECISION;
            case USER -> OF_A_USER;
        };
    }

    /** Whether it is a child that is held. */
    boolean ofAChild() {
        return this == CHILD_CLAIM || this == CHILD_INTENT || this == CHILD_END;
    }

    /** Whether the run that is held may still call its tool. */
    boolean beforeACall(Sort sort) {
        return switch (sort) {
            case PLAIN, MCP -> this != C7_END;
            case FAMILY -> this == CHILD_INTENT;
            case APPROVAL, USER -> this == RESUME || this == C5_INTENT;
        };
    }
}

package io.sallyport.tool;

import java.util.Optional;

/** The last thing that happened to a call that has not succeeded. */
public enum Happened {
    /** An intent was committed, and no result: the owner died or was frozen in between. */
    OWNER_LOST,
    /** Sent, and no answer that says what happened. */
    UNKNOWN,
    /** It said: not now. */
    LATER,
    /** It was not reached, or nothing was sent for another passing reason. */
    NOT_REACHED,
    /** It said no. */
    REFUSED,
    /** It was asked, and says that the key was not applied. */
    LOOKED_UP_NOT_APPLIED,
    /** It was asked, and did not say. */
    LOOK_UP_FAILED;

    /** What an attempt's outcome is here; empty for outcomes after which there is no question. */
    public static Optional<Happened> of(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Unknown unknown -> Optional.of(UNKNOWN);
            case ToolOutcome.Later later -> Optional.of(LATER);
            case ToolOutcome.NotApplied(ToolError error) -> Optional.of(error.retryable() ? NOT_REACHED : REFUSED);
            case ToolOutcome.Succeeded succeeded -> Optional.empty();
            case ToolOutcome.Applied applied -> Optional.empty();
            case ToolOutcome.NotSent notSent -> Optional.empty();
            case ToolOutcome.NeedsInput needsInput -> Optional.empty();
        };
    }

    /** What a look-up's answer is here; empty where it settles the call. */
    public static Optional<Happened> of(LookUpOutcome outcome) {
        return switch (outcome) {
            case LookUpOutcome.NotApplied notApplied -> Optional.of(LOOKED_UP_NOT_APPLIED);
            case LookUpOutcome.CannotTell cannotTell -> Optional.of(LOOK_UP_FAILED);
            case LookUpOutcome.Applied applied -> Optional.empty();
        };
    }
}

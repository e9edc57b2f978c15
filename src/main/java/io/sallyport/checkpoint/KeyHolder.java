package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The call that a key stands for.
 *
 * @param direct    whether it was made through {@code POST /v1/tools/…/calls}, and not by a run
 * @param client    whose call it is, with {@code subject}
 * @param arguments canonical JSON, null where they were erased
 * @param code      as in {@link CallRow#code}
 * @param result    what was told, null where there is none or it was erased
 */
public record KeyHolder(
        String call,
        boolean direct,
        String client,
        @Nullable String subject,
        Sha256 argsHash,
        @Nullable Bytes arguments,
        CallState state,
        @Nullable String code,
        @Nullable Bytes result) {
    /** {@link CallRow#code} of a call of which it was found out that it has done something. */
    public static final String APPLIED = "applied";
    /** {@link CallRow#code} of a call of which it was found out that it has done nothing. */
    public static final String NOT_APPLIED = "not_applied";
    /** {@link CallRow#code} of a call that another call has undone. */
    public static final String COMPENSATED = "compensated";
    /** {@link CallRow#code} of a call of which the model was told that nobody knows. */
    public static final String TOLD_MODEL = "told_model";

    /** What that call means for another one by its key. */
    public enum Standing {
        /** Nothing was done by this key: it is the other's, if it wants it. */
        FREE,
        /** It may be under way, or be tried again. */
        UNDER_WAY,
        DONE,
        /** It failed, and something was done. */
        FAILED,
        /** It was done or not, and was undone then. */
        UNDONE,
        /** Nobody knows, and perhaps nobody ever will. */
        UNKNOWN
    }

    public Standing standing() {
        return switch (state) {
            case FAILED_NOT_APPLIED, DENIED -> Standing.FREE;
            case SUCCEEDED -> Standing.DONE;
            case FAILED_APPLIED -> Standing.FAILED;
            case UNKNOWN, ABANDONED -> Standing.UNKNOWN;
            case RECONCILED -> reconciled();
            case PROPOSED, ALLOWED, AWAITING_APPROVAL, AWAITING_INPUT, AWAITING_CHILD, INTENT -> Standing.UNDER_WAY;
        };
    }

    /** A direct call is reconciled by what was done; the row of a run's call says how. */
    private Standing reconciled() {
        if (direct) {
            return Standing.DONE;
        }
        return switch (code) {
            case APPLIED -> Standing.DONE;
            case NOT_APPLIED -> Standing.FREE;
            case COMPENSATED -> Standing.UNDONE;
            case null, default -> Standing.UNKNOWN;
        };
    }
}

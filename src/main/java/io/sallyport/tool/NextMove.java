package io.sallyport.tool;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.OnNotApplied;

/**
 * What to do about a call that has not succeeded. Decided by the tool's class, what happened, and what is still in doubt; in no doubt about
 * doubt: an attempt that was refused proves nothing about the one before it.
 */
public enum NextMove {
    /** With the same key. It cannot do anything twice, or is known not to have done anything. */
    CALL_AGAIN,
    /** It can be asked, once the intent's deadline and grace are over. */
    LOOK_UP,
    /** Never call it again: {@code UNKNOWN}. */
    SETTLE_UNKNOWN,
    /** Nothing was done, and it is not tried again: {@code FAILED_NOT_APPLIED}. */
    GIVE_UP;

    public static NextMove after(ToolSpec tool, CallHistory history, Happened happened) {
        if (tool.effect() == Effect.NONE) {
            return harmless(tool, history, happened);
        }
        return switch (tool.idempotency()) {
            case TRANSACTIONAL -> harmless(tool, history, happened);
            case KEYED -> keyed(tool, history, happened);
            case QUERYABLE -> queryable(tool, history, happened);
            case NONE -> once(tool, history, happened);
        };
    }

    /** Without an effect, or with one that only our own commit makes: it was not committed, so nothing was done. */
    private static NextMove harmless(ToolSpec tool, CallHistory history, Happened happened) {
        return switch (happened) {
            case OWNER_LOST -> CALL_AGAIN;
            case UNKNOWN, LATER, LOOKED_UP_NOT_APPLIED, LOOK_UP_FAILED -> againOr(GIVE_UP, tool, history);
            case NOT_REACHED, REFUSED -> GIVE_UP;
        };
    }

    private static NextMove keyed(ToolSpec tool, CallHistory history, Happened happened) {
        boolean keyIsValid = history.sinceIntent().compareTo(tool.keyValidFor()) < 0;
        NextMove otherwise = history.doubt() ? SETTLE_UNKNOWN : GIVE_UP;
        return switch (happened) {
            case OWNER_LOST -> keyIsValid ? CALL_AGAIN : SETTLE_UNKNOWN;
            case UNKNOWN, LOOK_UP_FAILED -> keyIsValid ? againOr(SETTLE_UNKNOWN, tool, history) : SETTLE_UNKNOWN;
            case LATER, LOOKED_UP_NOT_APPLIED -> keyIsValid ? againOr(otherwise, tool, history) : otherwise;
            case NOT_REACHED -> history.doubt() && keyIsValid ? againOr(otherwise, tool, history) : otherwise;
            case REFUSED -> otherwise;
        };
    }

    private static NextMove queryable(ToolSpec tool, CallHistory history, Happened happened) {
        return switch (happened) {
            case OWNER_LOST, UNKNOWN -> LOOK_UP;
            case LOOK_UP_FAILED -> history.lookUps() < tool.retry() ? LOOK_UP : SETTLE_UNKNOWN;
            case LOOKED_UP_NOT_APPLIED ->
                tool.onNotApplied() == OnNotApplied.CALL ? againOr(GIVE_UP, tool, history) : SETTLE_UNKNOWN;
            case LATER -> history.doubt() ? LOOK_UP : againOr(GIVE_UP, tool, history);
            case NOT_REACHED, REFUSED -> history.doubt() ? LOOK_UP : GIVE_UP;
        };
    }

    /** At most once: called again only when the attempt before is known to have done nothing. */
    private static NextMove once(ToolSpec tool, CallHistory history, Happened happened) {
        if (history.doubt()) {
            return SETTLE_UNKNOWN;
        }
        return switch (happened) {
            case OWNER_LOST, UNKNOWN, LOOK_UP_FAILED -> SETTLE_UNKNOWN;
            case LATER -> againOr(GIVE_UP, tool, history);
            case NOT_REACHED, REFUSED, LOOKED_UP_NOT_APPLIED -> GIVE_UP;
        };
    }

    private static NextMove againOr(NextMove otherwise, ToolSpec tool, CallHistory history) {
        return history.attempts() < tool.retry() ? CALL_AGAIN : otherwise;
    }
}

package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to a run from outside. Kept until the run ends, in the order of {@code n}.
 *
 * @param n     from 1, without gaps
 * @param data  a JSON object as exact bytes
 * @param actor who caused it: {@code client} or {@code client/subject}
 */
public record Signal(long n, Kind kind, Bytes data, String actor, Instant at) {
    /** Member of an {@code INPUT}'s data that says: the run's user has signed in again. */
    public static final String REAUTHENTICATED = "reauthenticated";

    /** What sort of thing happened. */
    public enum Kind {
        /** {@code {"reason"}} */
        CANCEL,
        /** {@code {"approval", "call", "decision": "approve" | "deny", "reason", "argsHash"}} */
        APPROVAL,
        /** {@code {"call", "answer"}}, or {@code {"reauthenticated": true}}, which settles no call */
        INPUT,
        /** {@code {"call", "outcome": "applied" | "notApplied", "result", "note"}} */
        RECONCILE,
        /** {@code {"child", "status", "untrusted", "answer" | "error"}}, and what the child has used, where that is known */
        CHILD_END;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

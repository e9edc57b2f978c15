package io.sallyport.tool.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What one exchange came to. The first two say that nothing was sent, and they are only there where that is certain. */
public sealed interface Exchanged {
    /** Nothing was sent. */
    record NotSent(Reason reason, String text) implements Exchanged {}

    /** Nothing was sent: the caller no longer owns the call. */
    record NoLongerOurs() implements Exchanged {}

    /** It was sent, at least in part, and there is no answer. */
    record Silence(Cause cause, String text) implements Exchanged {}

    /** There is an answer, or its beginning. */
    record Answer(int status, MultiMap headers, Buffer body, Ending ending) implements Exchanged {}

    /** Why nothing was sent. */
    enum Reason {
        DNS,
        EGRESS,
        CONNECT,
        TLS,
        POOL_FULL,
        /** The time was over before there was a connection. */
        TOO_LATE,
        /** No token for the agent. */
        NO_TOKEN,
        /** No token in the user's name: the issuer does not want it. */
        NOT_FOR_USER,
        /** The request could not even be written down. */
        UNSENDABLE
    }

    /** Why there is no answer. */
    enum Cause {
        /** The connection broke. */
        BROKEN,
        /** A connection that had been idle broke before a byte of the answer: probably it was dead before. */
        STALE,
        TOO_LATE,
        /** What came back is no HTTP. */
        MALFORMED
    }

    /** How the answer's body ended. */
    enum Ending {
        WHOLE,
        BROKEN,
        TOO_LATE,
        TOO_LARGE
    }
}

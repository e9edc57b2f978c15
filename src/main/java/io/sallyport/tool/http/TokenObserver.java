package io.sallyport.tool.http;

/** Hears each time that the issuer was asked for a token for a tool. On any thread, so it must not block. */
public interface TokenObserver {
    /** How a token is asked for. */
    enum Grant {
        /** The agent's own (RFC 6749 section 4.4). */
        CLIENT_CREDENTIALS,
        /** In a user's name (RFC 8693). */
        TOKEN_EXCHANGE
    }

    /** What came of it. */
    enum Outcome {
        ISSUED,
        /** The issuer says no, or gives what must not be used. */
        REFUSED,
        /** It does not answer, or not with a token. */
        UNAVAILABLE
    }

    void asked(Grant grant, Outcome outcome);
}

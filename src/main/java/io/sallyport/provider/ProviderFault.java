package io.sallyport.provider;

/**
 * How an exchange with a provider broke, below HTTP.
 *
 * @param kind   what happened, for decisions
 * @param detail what happened, for the operator's record: no secrets, no stack traces
 */
public record ProviderFault(Kind kind, String detail) {
    public enum Kind {
        /** The name does not resolve. Nothing was sent. */
        DNS,
        /** Refused or unreachable. Nothing was sent. */
        CONNECT,
        /** No connection within the connect timeout. Nothing was sent. */
        CONNECT_TIMEOUT,
        /** The TLS handshake failed or the certificate is not trusted. Nothing was sent. */
        TLS,
        /** A pooled connection turned out to be closed by the other side: as good as nothing sent. */
        STALE_CONNECTION,
        /** Reset or closed after the request was sent and before an answer began. */
        RESET,
        /** Reset or closed after the answer had begun. */
        CUT,
        /** Not HTTP, or HTTP beyond what we accept (header sizes, chunk framing). */
        PROTOCOL
    }
}

package io.sallyport.tool.http;

/** The request may not go there. The message is for the operator and names no address, which a model must not learn. */
final class EgressRefused extends RuntimeException {
    private final transient EgressReason reason;

    EgressRefused(EgressReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    EgressRefused(EgressReason reason) {
        this(reason, reason.sentence());
    }

    EgressReason reason() {
        return reason;
    }
}

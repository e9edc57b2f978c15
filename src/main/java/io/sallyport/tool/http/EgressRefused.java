package io.sallyport.tool.http;

/** The request may not go there. The message is for the operator and names no address, which a model must not learn. */
final class EgressRefused extends RuntimeException {
    EgressRefused(String message) {
        super(message, null, false, false);
    }
}

package io.sallyport.embedded.issuer;

/** An answer of RFC 6749 section 5.2. */
final class TokenRefused extends RuntimeException {
    private final int status;
    private final String error;

    private TokenRefused(int status, String error, String description) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
    }

    /** The request is at fault. */
    static TokenRefused request(String error, String description) {
        return new TokenRefused(400, error, description);
    }

    /** The client did not prove who it is. */
    static TokenRefused client() {
        return new TokenRefused(
                401,
                "invalid_client",
                "The client's secret is the embedded API key: send it by HTTP Basic or as client_id and client_secret.");
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }
}

package io.sallyport.edge.error;

import io.sallyport.core.ProblemCode;

/** The one table from problem to HTTP status (RFC 9110 section 15, RFC 6585 section 5). */
public final class HttpStatus {
    private HttpStatus() {}

    public static int of(ProblemCode code) {
        return switch (code.kind()) {
            case REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD -> 405;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case MEDIA_TYPE -> 415;
            case UNPROCESSABLE -> 422;
            case RATE_LIMITED -> 429;
            case INTERNAL -> 500;
            case BAD_GATEWAY -> 502;
            case UNAVAILABLE -> 503;
            case GATEWAY_TIMEOUT -> 504;
        };
    }
}

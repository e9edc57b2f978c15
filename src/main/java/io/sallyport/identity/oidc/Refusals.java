package io.sallyport.identity.oidc;

import io.quarkus.security.AuthenticationFailedException;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemException;
import io.sallyport.identity.IdentityProblems;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/** Tells a bad token from an issuer that cannot be asked. Whatever is neither counts as the latter: unknown trouble lets nobody in. */
final class Refusals {
    private Refusals() {}

    /** Whether the token itself was looked at and refused; the framework wraps an issuer's silence in the same exception. */
    static boolean isOfTheToken(Throwable failure) {
        return find(InvalidJwtException.class, failure) != null
                || (failure instanceof AuthenticationFailedException && failure.getCause() == null);
    }

    /** Whether the token names a key that the issuer is not known to have. */
    static boolean isOfAnUnknownKey(Throwable failure) {
        return find(UnresolvableKeyException.class, failure) != null;
    }

    /** The failure as callers are told it. */
    static ProblemException asProblem(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        return (isOfTheToken(failure) ? refused(failure) : IdentityProblems.unavailable("The issuer of access tokens"))
                .exception();
    }

    private static Problem refused(Throwable failure) {
        InvalidJwtException invalid = find(InvalidJwtException.class, failure);
        return IdentityProblems.refusedToken(invalid == null ? "was not accepted" : reason(invalid));
    }

    private static String reason(InvalidJwtException invalid) {
        if (invalid.hasExpired()) {
            return "has expired";
        }
        if (invalid.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return "is not valid yet (nbf): see that the clocks agree";
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "is meant for another audience (aud)";
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "comes from an issuer that is not trusted (iss)";
        }
        return "has no signature that can be verified";
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}

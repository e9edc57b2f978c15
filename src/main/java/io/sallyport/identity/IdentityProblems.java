package io.sallyport.identity;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;

/** Every refusal at the door, in one place, so that none says more than the next about why a credential was refused. */
public final class IdentityProblems {
    private static final int RETRY_AFTER_SECONDS = 2;

    private IdentityProblems() {}

    public static Problem missing() {
        return Problem.of(
                ProblemCode.MISSING_CREDENTIALS,
                "The request carries no credentials.",
                "Send the header Authorization: Bearer <API key or OIDC access token>.");
    }

    /** Somebody sent an Authorization header, but not one that we can read. */
    public static Problem unreadable() {
        return Problem.of(
                ProblemCode.INVALID_CREDENTIALS,
                "The Authorization header is not of the form Bearer <API key or OIDC access token>.",
                "Send exactly one credential, in this form.");
    }

    public static Problem refusedKey() {
        return Problem.of(
                ProblemCode.INVALID_CREDENTIALS,
                "This API key is unknown, expired or revoked.",
                "Ask the operator for a new key (POST /v1/admin/api-keys).");
    }

    /**
     * An OIDC token that was looked at and not accepted.
     *
     * @param reason what about it is wrong, a clause that follows "The access token …"
     */
    public static Problem refusedToken(String reason) {
        return Problem.of(
                ProblemCode.INVALID_CREDENTIALS,
                "The access token " + reason + ".",
                "Get a fresh token from the issuer that this gateway trusts, for its audience.");
    }

    /** Nobody can tell at the moment whether the credential is good, so it is not accepted. */
    public static Problem unavailable(String who) {
        return Problem.of(
                        ProblemCode.IDENTITY_UNAVAILABLE,
                        who + " cannot be reached, so this credential cannot be verified at the moment.",
                        "Try again shortly.")
                .with(Problem.RETRY_AFTER_SECONDS, RETRY_AFTER_SECONDS);
    }

    public static Problem denied(AgentIdentity identity, String permission) {
        return Problem.of(
                        ProblemCode.PERMISSION_DENIED,
                        "\"" + identity.client() + "\" lacks the permission " + permission + ".",
                        "Ask the operator to grant it in principals.yaml, and see that the API key's scopes include it.")
                .with(Problem.PERMISSION, permission);
    }
}

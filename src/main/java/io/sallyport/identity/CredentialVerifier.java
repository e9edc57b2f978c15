package io.sallyport.identity;

import io.smallrye.mutiny.Uni;

/** Verifies one kind of credential. Adapters never block; they may be asked on any thread and may answer on any other. */
public interface CredentialVerifier {
    /** Whether {@code credential} is of this verifier's kind, judged by its looks. Exactly one verifier says yes. */
    boolean recognises(String credential);

    /**
     * What {@code credential} proves. Fails with a {@link io.sallyport.core.ProblemException}: {@code invalid_credentials} when it
     * is refused, {@code identity_unavailable} when nobody can tell at the moment; never with anything that lets the caller in.
     */
    Uni<Verified> verify(String credential);
}

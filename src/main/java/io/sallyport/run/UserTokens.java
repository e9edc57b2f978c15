package io.sallyport.run;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.identity.UserToken;
import io.smallrye.mutiny.Uni;

/**
 * In whose name runs act, and that person's access token: encrypted, until it expires or the run ends, whichever is first. Child runs act for
 * whom their root run acts for, so all of them are asked about by the root run's id. A store that does not answer fails the {@code Uni} with
 * {@link StoreUnavailable}.
 */
public interface UserTokens {
    /** What is known about whoever stands behind a run. */
    sealed interface Behind {
        /** No person, or none whose token was ever here. */
        record Nobody() implements Behind {}

        /** A person whose token is not good any more. */
        record Away(String issuer, String subject) implements Behind {}

        /** A person whose token is here and has not expired. */
        record Present(UserToken token) implements Behind {}
    }

    /** Before a run is accepted: so that a run that is there has its user. */
    Uni<Void> keep(String run, UserToken token);

    /** Another token of the same person, where it lasts longer than the one that is here; nothing where the run has ended. */
    Uni<Void> renew(String run, UserToken token);

    Uni<Behind> of(String run);

    /** The run was not accepted after all. */
    Uni<Void> forget(String run);
}

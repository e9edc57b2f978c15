package io.sallyport.identity;

import io.quarkus.arc.All;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode.Kind;
import io.sallyport.core.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The one way from a credential to a caller, for every endpoint. {@link #known} is the warm path: a digest and two look-ups on the
 * calling thread. {@link #verify} is the cold one and asks the verifier of the credential's kind, once for all who wait for it.
 */
@Singleton
public class Authenticator {
    private final List<CredentialVerifier> verifiers;
    private final CatalogSource catalogs;
    private final KnownCredentials known;
    private final ConcurrentMap<Digest, Uni<Verified>> pending = new ConcurrentHashMap<>();

    @Inject
    Authenticator(@All List<CredentialVerifier> verifiers, CatalogSource catalogs) {
        this(verifiers, catalogs, InstantSource.system());
    }

    Authenticator(List<CredentialVerifier> verifiers, CatalogSource catalogs, InstantSource clock) {
        this.verifiers = verifiers;
        this.catalogs = catalogs;
        this.known = new KnownCredentials(clock);
    }

    /**
     * The caller, if it is known without asking anybody, else null.
     *
     * @throws ProblemException when the credential is known to be refused
     */
    public @Nullable Caller known(String credential) {
        Digest digest = Digest.of(credential);
        Caller caller = known.caller(digest, catalogs.current());
        if (caller != null) {
            return caller;
        }
        Problem refusal = known.refusal(digest);
        if (refusal != null) {
            throw refusal.exception();
        }
        return null;
    }

    /** The caller, whatever it takes; fails with a {@link ProblemException}. The answer may come on any thread. */
    public Uni<Caller> verify(String credential) {
        Digest digest = Digest.of(credential);
        return pending.computeIfAbsent(digest, key -> ask(key, credential))
                .map(verified -> Principals.admit(verified, catalogs.current()));
    }

    /** Forgets the credential with this digest: the next request that brings it is verified anew. */
    public void revoke(Digest digest) {
        known.revoke(digest);
    }

    private Uni<Verified> ask(Digest digest, String credential) {
        return Uni.createFrom()
                .deferred(() -> {
                    long mark = known.mark();
                    return verifierOf(credential)
                            .verify(credential)
                            .invoke(verified -> known.remember(digest, verified, mark))
                            .onFailure(ProblemException.class)
                            .invoke(failure -> rememberRefusal(digest, failure));
                })
                .onTermination()
                .invoke(() -> pending.remove(digest))
                .memoize()
                .indefinitely();
    }

    private void rememberRefusal(Digest digest, ProblemException failure) {
        if (failure.problem().code().kind() == Kind.UNAUTHENTICATED) {
            known.refuse(digest, failure.problem());
        }
    }

    private CredentialVerifier verifierOf(String credential) {
        return verifiers.stream()
                .filter(verifier -> verifier.recognises(credential))
                .findFirst()
                .orElseThrow(() -> IdentityProblems.unreadable().exception());
    }
}

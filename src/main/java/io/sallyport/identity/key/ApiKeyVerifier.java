package io.sallyport.identity.key;

import io.sallyport.core.ProblemException;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.CredentialVerifier;
import io.sallyport.identity.Digest;
import io.sallyport.identity.IdentityProblems;
import io.sallyport.identity.Verified;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Verifies API keys: the embedded one without asking anybody, all others against the store. */
@Singleton
public class ApiKeyVerifier implements CredentialVerifier {
    private final EmbeddedKey embedded;
    private final KeyLookup stored;
    private final InstantSource clock;

    @Inject
    ApiKeyVerifier(EmbeddedKey embedded, KeyLookup stored) {
        this(embedded, stored, InstantSource.system());
    }

    ApiKeyVerifier(EmbeddedKey embedded, KeyLookup stored, InstantSource clock) {
        this.embedded = embedded;
        this.stored = stored;
        this.clock = clock;
    }

    /** Whether this can only be meant as an API key. */
    public static boolean looksLikeKey(String credential) {
        return credential.startsWith(KeyText.PREFIX);
    }

    @Override
    public boolean recognises(String credential) {
        return looksLikeKey(credential);
    }

    @Override
    public Uni<Verified> verify(String key) {
        Digest digest = Digest.of(key);
        Optional<Verified> demo = embedded.check(digest);
        return demo.isPresent() ? Uni.createFrom().item(demo.get()) : lookUp(key, digest);
    }

    private Uni<Verified> lookUp(String key, Digest digest) {
        if (!KeyText.isWellFormed(key)) {
            // Nothing that we ever gave out: the store need not be asked.
            return Uni.createFrom().failure(IdentityProblems.refusedKey().exception());
        }
        return stored.find(digest)
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(failure ->
                        IdentityProblems.unavailable("The store of API keys").exception())
                .map(found -> proven(found, clock.instant()));
    }

    private static Verified proven(Optional<StoredKey> found, Instant now) {
        return found.filter(key -> key.isGoodAt(now))
                .map(ApiKeyVerifier::verified)
                .orElseThrow(() -> IdentityProblems.refusedKey().exception());
    }

    // An API key is a program's, never a person's; roles come from tokens only.
    private static Verified verified(StoredKey key) {
        AgentIdentity identity =
                new AgentIdentity(key.client(), null, Set.of(), false, AgentIdentity.DEFAULT_TENANT, key.id());
        return new Verified(identity, key.expiresAt(), key.scopes());
    }
}

package io.sallyport.identity;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Accepts what a test registered, counts how often it was asked, and can be down or slow. */
final class TestingVerifier implements CredentialVerifier {
    private final Map<String, Verified> good = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable Uni<?> gate;
    private volatile boolean down;

    TestingVerifier accept(String credential, Verified verified) {
        good.put(credential, verified);
        return this;
    }

    void forget(String credential) {
        good.remove(credential);
    }

    void goDown() {
        down = true;
    }

    /** Answers from now on wait for {@code opens}; what they will say is decided before. */
    void waitFor(Uni<?> opens) {
        gate = opens;
    }

    int asked() {
        return asked.get();
    }

    static Verified client(String client, java.time.Instant expiresAt) {
        var identity = new AgentIdentity(client, null, Set.of(), false, AgentIdentity.DEFAULT_TENANT, "key_1");
        return new Verified(identity, expiresAt, java.util.Optional.empty());
    }

    @Override
    public boolean recognises(String credential) {
        return true;
    }

    @Override
    public Uni<Verified> verify(String credential) {
        asked.incrementAndGet();
        Verified found = good.get(credential);
        Uni<Verified> answer = down
                ? Uni.createFrom()
                        .failure(IdentityProblems.unavailable("The store").exception())
                : found == null
                        ? Uni.createFrom().failure(IdentityProblems.refusedKey().exception())
                        : Uni.createFrom().item(found);
        Uni<?> waitFor = gate;
        return waitFor == null ? answer : waitFor.chain(() -> answer);
    }
}

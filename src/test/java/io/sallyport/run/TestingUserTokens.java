package io.sallyport.run;

import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.Secret;
import io.sallyport.identity.UserToken;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** In memory, and in the clear. Tokens are good until the test says otherwise. */
public final class TestingUserTokens implements UserTokens {
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private volatile boolean lost;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int held = -1;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    private record Row(UserToken token, boolean away) {}

    /** A token of {@code subject} that is good for an hour. */
    public static UserToken token(String subject) {
        return new UserToken(
                "https://issuer.test",
                subject,
                Secret.of("token of " + subject),
                Instant.now().plusSeconds(3600));
    }

    /** From now on the store does not answer, or does again. */
    public void lose(boolean away) {
        lost = away;
    }

    /** The answer to the question of this number, from 1, is found at once and on its way until {@link #release}. */
    public void hold(int question) {
        held = question;
    }

    public void release() {
        gate.complete(null);
    }

    /** How often somebody has asked who is behind a run. */
    public int asked() {
        return asked.get();
    }

    /** What was kept for the run is not good any more. */
    public void expire(String run) {
        rows.computeIfPresent(run, (id, row) -> new Row(row.token(), true));
    }

    /** The token that is kept, good or not. */
    public Optional<UserToken> kept(String run) {
        return Optional.ofNullable(rows.get(run)).map(Row::token);
    }

    @Override
    public Uni<Void> keep(String run, UserToken token) {
        return done(() -> rows.putIfAbsent(run, new Row(token, false)));
    }

    @Override
    public Uni<Void> renew(String run, UserToken token) {
        return done(() -> rows.computeIfPresent(run, (id, row) -> new Row(token, false)));
    }

    @Override
    public Uni<Behind> of(String run) {
        return done(() -> null).chain(() -> {
            Behind found = behind(run);
            return asked.incrementAndGet() == held
                    ? Uni.createFrom().completionStage(gate.thenApply(open -> found))
                    : Uni.createFrom().item(found);
        });
    }

    private Behind behind(String run) {
        Row row = rows.get(run);
        if (row == null) {
            return new Behind.Nobody();
        }
        return row.away()
                ? new Behind.Away(row.token().issuer(), row.token().subject())
                : new Behind.Present(row.token());
    }

    @Override
    public Uni<Void> forget(String run) {
        return done(() -> rows.remove(run));
    }

    private Uni<Void> done(Supplier<?> work) {
        return Uni.createFrom().deferred(() -> {
            if (lost) {
                return Uni.createFrom().failure(new StoreUnavailable("lost", new IllegalStateException("lost")));
            }
            var _ = work.get();
            return Uni.createFrom().voidItem();
        });
    }
}

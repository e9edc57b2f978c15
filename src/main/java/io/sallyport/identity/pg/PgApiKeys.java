package io.sallyport.identity.pg;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.sallyport.identity.Authenticator;
import io.sallyport.identity.Digest;
import io.sallyport.identity.key.ApiKeys;
import io.sallyport.identity.key.IssuedKey;
import io.sallyport.identity.key.KeyOrder;
import io.sallyport.identity.key.KeyRecord;
import io.sallyport.identity.key.KeyText;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Administers keys through Panache; only administrators wait for it, so it is simple before it is fast. */
@Singleton
class PgApiKeys implements ApiKeys {
    private static final Logger LOG = Logger.getLogger(PgApiKeys.class);
    /** Behind every id in every collation. */
    private static final String LAST = "key_zzzz";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Authenticator authenticator;
    private final InstantSource clock = InstantSource.system();

    @Inject
    PgApiKeys(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Uni<IssuedKey> issue(KeyOrder order) {
        String key = KeyText.mint();
        ApiKeyEntity row = ApiKeyRows.of(order, key, clock.instant());
        return reaching(() -> Panache.withTransaction(row::<ApiKeyEntity>persist))
                .map(saved -> new IssuedKey(ApiKeyRows.record(saved), key));
    }

    @Override
    public Uni<List<KeyRecord>> list(int limit, Optional<String> after) {
        return reaching(() -> Panache.withSession(
                        () -> ApiKeyEntity.<ApiKeyEntity>find("id < ?1 order by id desc", after.orElse(LAST))
                                .page(0, limit)
                                .list()))
                .map(rows -> rows.stream().map(ApiKeyRows::record).toList());
    }

    // By the database's clock, because that is the one that every replica's watch goes by.
    @Override
    public Uni<Optional<KeyRecord>> revoke(String id, String by) {
        return reaching(() -> Panache.withTransaction(() -> ApiKeyEntity.update(
                                "revokedAt = instant, revokedBy = ?1 where id = ?2 and revokedAt is null", by, id)
                        .chain(changed -> ApiKeyEntity.<ApiKeyEntity>findById(id))))
                .map(Optional::ofNullable)
                .invoke(row -> row.ifPresent(ended -> authenticator.revoke(Digest.of(ended.hash))))
                .map(row -> row.map(ApiKeyRows::record));
    }

    private static <T> Uni<T> reaching(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .deferred(work)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(PgApiKeys::unavailable);
    }

    private static ProblemException unavailable(Throwable cause) {
        Problem problem = Problem.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The database that holds the API keys cannot be reached.",
                        "Try again; nothing that did not answer is to be taken as done.")
                .with(Problem.RETRY_AFTER_SECONDS, 2);
        LOG.warnf("API keys: %s", cause);
        return problem.exception();
    }
}

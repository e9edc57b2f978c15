package io.sallyport.run.pg;

import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.config.SallyportConfig;
import io.sallyport.core.Bytes;
import io.sallyport.core.Secret;
import io.sallyport.core.json.Json;
import io.sallyport.identity.UserToken;
import io.sallyport.run.UserTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One row for each root run that acts for a person; each access is one statement. The database says what has expired, for all replicas. */
@Singleton
class PgUserTokens implements UserTokens {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String TERMINAL = Arrays.stream(RunStatus.values())
            .filter(RunStatus::terminal)
            .map(status -> "'" + status + "'")
            .collect(Collectors.joining(", "));

    private static final String KEEP =
            "INSERT INTO run_user (run, issuer, subject, token, expires_at) VALUES ($1, $2, $3, $4, $5)"
                    + " ON CONFLICT (run) DO NOTHING";

    /** The run's row is held for this statement, so that it cannot end unseen: what ends it lets the token go. */
    private static final String RENEW =
            "WITH going AS (SELECT id FROM run WHERE id = $1 AND status NOT IN (" + TERMINAL + ") FOR SHARE)"
                    + " UPDATE run_user u SET token = $4, expires_at = $5 FROM going WHERE u.run = going.id"
                    + " AND u.issuer = $2 AND u.subject = $3 AND (u.token IS NULL OR u.expires_at < $5)";

    private static final String FIND =
            "SELECT issuer, subject, expires_at, CASE WHEN expires_at > now() THEN token END AS token"
                    + " FROM run_user WHERE run = $1";

    private static final String FORGET = "DELETE FROM run_user WHERE run = $1";

    private final Pool pool;
    private final Optional<TokenCipher> cipher;

    @Inject
    PgUserTokens(Pool pool, SallyportConfig config) {
        this(pool, config.identity().userTokenKey().map(key -> TokenCipher.of(Secret.of(key))));
    }

    /** @param cipher empty where there is no key; the catalogue has no agent then that needs one */
    PgUserTokens(Pool pool, Optional<TokenCipher> cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    @Override
    public Uni<Void> keep(String run, UserToken token) {
        return send(KEEP, values(run, token)).replaceWithVoid();
    }

    @Override
    public Uni<Void> renew(String run, UserToken token) {
        return send(RENEW, values(run, token)).replaceWithVoid();
    }

    @Override
    public Uni<Behind> of(String run) {
        return send(FIND, Tuple.of(run))
                .map(rows -> rows.size() == 0
                        ? new Behind.Nobody()
                        : behind(run, rows.iterator().next()));
    }

    @Override
    public Uni<Void> forget(String run) {
        return send(FORGET, Tuple.of(run)).replaceWithVoid();
    }

    private Tuple values(String run, UserToken token) {
        TokenCipher sealing = cipher.orElseThrow(() -> new IllegalStateException("no key for users' tokens"));
        Bytes sealed = sealing.encrypted(token.value().reveal(), boundTo(run, token.issuer(), token.subject()));
        return Tuple.of(
                run,
                token.issuer(),
                token.subject(),
                Buffer.buffer(sealed.array()),
                OffsetDateTime.ofInstant(token.expiresAt(), ZoneOffset.UTC));
    }

    private Behind behind(String run, Row row) {
        String issuer = row.getString("issuer");
        String subject = row.getString("subject");
        @Nullable Buffer sealed = row.get(Buffer.class, "token");
        Instant expiresAt = row.getOffsetDateTime("expires_at").toInstant();
        return Optional.ofNullable(sealed)
                .map(buffer -> Bytes.of(buffer.getBytes()))
                .flatMap(bytes -> cipher.flatMap(opening -> opening.decrypted(bytes, boundTo(run, issuer, subject))))
                .<Behind>map(token -> new Behind.Present(new UserToken(issuer, subject, Secret.of(token), expiresAt)))
                .orElseGet(() -> new Behind.Away(issuer, subject));
    }

    /** As JSON, so that no spelling of one name can be taken for two. */
    private static String boundTo(String run, String issuer, String subject) {
        return Json.text(Json.array().add(run).add(issuer).add(subject));
    }

    private Uni<RowSet<Row>> send(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(failure -> new StoreUnavailable("the users behind runs could not be reached", failure));
    }
}

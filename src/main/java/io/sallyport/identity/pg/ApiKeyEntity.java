package io.sallyport.identity.pg;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_key}. */
@Entity(name = "ApiKey")
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init") // the fields are set by Hibernate or, one by one, by whoever makes a row
public class ApiKeyEntity extends PanacheEntityBase {
    /** Begins with {@code key_}; grows with time, so that it orders. */
    @Id
    public String id;

    /** SHA-256 of the key. */
    public byte[] hash;

    /** The beginning of the key. */
    public String hint;

    public String client;

    /** Null: not narrowed. */
    @Column(columnDefinition = "text[]")
    public String @Nullable [] scopes;

    public @Nullable String note;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(name = "revoked_at")
    public @Nullable Instant revokedAt;

    @Column(name = "revoked_by")
    public @Nullable String revokedBy;
}

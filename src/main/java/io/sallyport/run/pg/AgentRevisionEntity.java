package io.sallyport.run.pg;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code agent_revision}, without its text: lists do not need it. Runs write these rows, and nobody changes them. */
@Entity(name = "AgentRevision")
@Table(name = "agent_revision")
@Immutable
@SuppressWarnings("NullAway.Init") // the fields are set by Hibernate
public class AgentRevisionEntity extends PanacheEntityBase {
    @Id
    public String digest;

    public String agent;

    @Column(name = "created_at")
    public Instant createdAt;
}

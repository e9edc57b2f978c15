package io.sallyport.run.pg;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.run.AgentHistory;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Reads revisions through Panache; only administrators wait for it, so it is simple before it is fast. */
@Singleton
class PanacheAgentHistory implements AgentHistory {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Uni<List<StoredRevision>> latest(int most) {
        return Uni.createFrom()
                .deferred(() -> Panache.withSession(
                        () -> AgentRevisionEntity.<AgentRevisionEntity>find("order by createdAt desc, digest")
                                .page(0, most)
                                .list()))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> rows.stream().map(PanacheAgentHistory::stored).toList())
                .onFailure()
                .transform(failure -> new StoreUnavailable("revisions could not be read", failure));
    }

    private static StoredRevision stored(AgentRevisionEntity row) {
        return new StoredRevision(row.agent, row.digest, row.createdAt);
    }
}

package io.sallyport.run.driver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.CatalogSource;
import io.sallyport.catalog.load.AgentRevisions;
import io.sallyport.catalog.load.RevisionSecrets;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.core.Bytes;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The revisions that runs are pinned to: read from the store once, and kept while they are in use. */
@Singleton
class StoredRevisions implements Revisions {
    private static final int MOST_KEPT = 500;

    private final Checkpoints checkpoints;
    private final CatalogSource catalogs;
    private final Cache<String, Bytes> specs =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

    StoredRevisions(Checkpoints checkpoints, CatalogSource catalogs) {
        this.checkpoints = checkpoints;
        this.catalogs = catalogs;
    }

    @Override
    public Uni<AgentRevision> of(String digest) {
        @Nullable Bytes known = specs.getIfPresent(digest);
        Uni<Bytes> spec = known != null
                ? Uni.createFrom().item(known)
                : checkpoints.revision(digest).invoke(read -> specs.put(digest, read));
        return spec.map(bytes -> RevisionSecrets.attach(AgentRevisions.read(bytes), catalogs.current()));
    }
}

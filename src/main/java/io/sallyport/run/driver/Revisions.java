package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.smallrye.mutiny.Uni;

/** The revisions that runs are pinned to. */
@FunctionalInterface
interface Revisions {
    /** The revision, with the secrets that the catalogue has for it now. */
    Uni<AgentRevision> of(String digest);
}

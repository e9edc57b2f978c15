package io.sallyport.usage;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Reads the ledger in sums. Fails where the store does not answer. */
public interface UsageReports {
    /** The sums of what {@code query} asks for, ordered by what they are grouped by, and by currency. */
    Uni<List<UsageSum>> sums(UsageQuery query);
}

package io.sallyport.catalog;

import io.sallyport.chat.Capability;
import io.sallyport.chat.Operation;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One model of one provider.
 *
 * @param ref             {@code provider/name}: how routes, metrics and records name it
 * @param provider        the provider's name
 * @param name            its key in {@code models:}
 * @param upstreamName    what is sent to the provider
 * @param contextTokens   its context window in tokens, where known
 * @param maxOutputTokens the most it writes in one answer, where known
 * @param maxConcurrent   calls in flight at once from this replica, where bounded
 * @param capabilities    what it can do beyond plain text; empty optional: not declared, so not a reason to skip it
 * @param prefill         whether it continues a trailing assistant message
 * @param price           what it costs over time, where known
 */
public record ModelSpec(
        String ref,
        String provider,
        String name,
        String upstreamName,
        OptionalInt contextTokens,
        OptionalInt maxOutputTokens,
        OptionalInt maxConcurrent,
        Optional<Set<Capability>> capabilities,
        boolean prefill,
        Optional<PriceList> price) {

    /** Whether it is not known to lack anything that {@code operation} and {@code needs} ask of it. */
    public boolean can(Operation operation, Set<Capability> needs) {
        return capabilities.isEmpty() || (capabilities.get().containsAll(needs) && does(operation, capabilities.get()));
    }

    private static boolean does(Operation operation, Set<Capability> capabilities) {
        return switch (operation) {
            case CHAT -> capabilities.size() != 1 || !capabilities.contains(Capability.EMBEDDINGS);
            case EMBEDDINGS -> capabilities.contains(Capability.EMBEDDINGS);
        };
    }
}

package io.sallyport.limit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On whose account something is used.
 *
 * @param client who asks; for a run, who created it
 * @param roles  of the client, as far as they are known
 * @param user   the person or subject behind the client ({@code sub}), or null
 * @param agent  the agent whose run asks, or null
 * @param run    the run that asks, or null
 */
public record Spender(
        String tenant,
        String client,
        Set<String> roles,
        @Nullable String user,
        @Nullable String agent,
        @Nullable String run) {
    public Spender {
        roles = Set.copyOf(roles);
    }
}

package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a condition may ask about a call. What nobody knows is empty, and a condition that needs it denies.
 *
 * @param arguments valid against the tool's schema
 * @param principal who wants it done
 * @param labels    whose words have been read so far, without the agent's own; looked up only where they are asked for
 * @param now       by the clock that decides
 * @param budget    what the run may still use
 */
public record CallFacts(
        JsonNode arguments,
        Principal principal,
        Supplier<Optional<Set<String>>> labels,
        Instant now,
        Optional<Budget> budget) {

    /**
     * Who has started the run, or makes the call.
     *
     * @param subject the token's {@code sub}, or null
     * @param roles   where they are known
     * @param person  where it is known whether it is one
     */
    public record Principal(
            String client,
            @Nullable String subject,
            String tenant,
            Optional<Set<String>> roles,
            Optional<Boolean> person) {}

    /**
     * What is left of the limits of a run; what has no limit is {@link Long#MAX_VALUE}, or infinite.
     *
     * @param cost in units of the currency
     */
    public record Budget(long steps, long toolCalls, long tokens, double cost) {}
}

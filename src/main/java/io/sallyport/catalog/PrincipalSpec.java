package io.sallyport.catalog;

import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code principals:}: exactly one of {@code client} and {@code role} is there.
 *
 * @param tenant whose data it sees
 * @param may    permissions as written, globs included: {@code route:chat-*}, {@code admin}, …
 * @param limits what the client may use over time; of a role's entry each client of that role by itself
 */
public record PrincipalSpec(
        Optional<String> client, Optional<String> role, String tenant, List<String> may, LimitsSpec limits) {
    public PrincipalSpec {
        may = List.copyOf(may);
    }

    /** An entry without limits. */
    public PrincipalSpec(Optional<String> client, Optional<String> role, String tenant, List<String> may) {
        this(client, role, tenant, may, LimitsSpec.NONE);
    }
}

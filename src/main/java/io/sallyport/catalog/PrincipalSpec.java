package io.sallyport.catalog;

import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code principals:}: exactly one of {@code client} and {@code role} is there.
 *
 * @param tenant whose data it sees
 * @param may    permissions as written, globs included: {@code route:chat-*}, {@code admin}, …
 */
public record PrincipalSpec(Optional<String> client, Optional<String> role, String tenant, List<String> may) {
    public PrincipalSpec {
        may = List.copyOf(may);
    }
}

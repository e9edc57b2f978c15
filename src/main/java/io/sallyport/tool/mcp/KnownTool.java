package io.sallyport.tool.mcp;

import java.time.Instant;
import java.util.Optional;

/**
 * A remote tool, as it is offered and as it was accepted.
 *
 * @param offered    what its server said last; empty: it is not offered any more
 * @param offeredAt  since when
 * @param accepted   what it may be; empty: nothing yet
 */
public record KnownTool(
        String server, String tool, Optional<Definition> offered, Instant offeredAt, Optional<Accepted> accepted) {

    /** What an administrator agreed to. */
    public record Accepted(Definition definition, String by, Instant at) {}
}

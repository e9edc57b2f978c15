package io.sallyport.tool.mcp;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What servers offer, and which of it an administrator has accepted. Fails where the store is away. */
public interface Pins {
    /** Writes down what {@code server} offers now, which is all that it offers. */
    Uni<Void> offered(String server, Collection<Definition> all);

    /** Digests by tool. */
    Uni<Map<String, String>> accepted(String server);

    /** All that is known of {@code servers}, by server and tool. */
    Uni<List<KnownTool>> known(Collection<String> servers);

    /** From now on the tool may be what is offered with this digest. */
    Uni<Acceptance> accept(String server, String tool, String digest, String by);
}

package io.sallyport.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose the embedded key is: {@code demo}, who may use everything, administer, and counts as a person so that the tour can approve.
 * An entry for {@code client: demo} in the catalogue takes the place of these permissions. Known by the id of the key and not by the
 * name, so that an OIDC client of that name is nobody special.
 */
public final class DemoPrincipal {
    static final List<String> MAY = List.of("route:*", "agent:*", "tool:*", "approve:*", "admin");

    private static final String KEY_ID = "embedded";
    private static final AgentIdentity IDENTITY =
            new AgentIdentity("demo", null, Set.of(), true, AgentIdentity.DEFAULT_TENANT, KEY_ID);

    private DemoPrincipal() {}

    /** What the embedded key proves. */
    public static Verified verified() {
        return new Verified(IDENTITY, Instant.ofEpochMilli(Long.MAX_VALUE), Optional.empty());
    }

    static boolean is(AgentIdentity identity) {
        return KEY_ID.equals(identity.keyId());
    }
}

package io.sallyport.edge.filter;

import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.limit.Spender;

/** On whose account a caller's own requests are. */
public final class Spenders {
    private Spenders() {}

    /** The caller, and whom its token names as the one behind it; agents spend in runs only. */
    public static Spender of(Caller caller) {
        AgentIdentity who = caller.identity();
        return new Spender(who.tenant(), who.client(), who.roles(), who.subject(), null, null);
    }
}

package io.sallyport.edge.usage;

import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.limit.ApplicableLimits;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Period;
import io.sallyport.limit.Spender;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * The budgets that are a caller's own: its client's, its roles', and its user's. What agents, routes and everybody use together is other callers'
 * business too, and is not told here.
 */
final class OwnBudgets {
    private static final Set<String> OWN = Set.of("client", "role", "user");

    private OwnBudgets() {}

    static List<Account> of(Caller caller, Instant now) {
        AgentIdentity who = caller.identity();
        Spender spender = new Spender(who.tenant(), who.client(), who.roles(), who.subject(), null, null);
        ZoneId zone = caller.catalog().limits().zone();
        return ApplicableLimits.of(caller.catalog()).to(spender, null).stream()
                .filter(applied -> applied.limit().isBudget() && isOwn(applied))
                .map(applied -> new Account(applied, Period.of(applied.limit().window(), now, zone)))
                .toList();
    }

    private static boolean isOwn(AppliedLimit applied) {
        return OWN.contains(applied.scope().split(":", 2)[0]);
    }
}

package io.sallyport.limit;

import io.sallyport.catalog.LimitSpec;

/**
 * A limit as it applies to one request.
 *
 * @param tenant whose it is, or {@link #EVERY_TENANT}
 * @param scope whose it is, without the tenant: {@code client:web-chat}, {@code role:operator/web-chat}, {@code user:client:web-chat/alice},
 *              {@code agent:order-desk}, {@code route:chat-default}, {@code all}
 */
public record AppliedLimit(String tenant, String scope, LimitSpec limit) {
    /** The tenant of what agents, routes and everybody use: those are one for all tenants, and so are their limits. */
    public static final String EVERY_TENANT = "*";

    /** Names what is counted, the same on every replica: tenant, scope, and the limit's name. */
    public String key() {
        return tenant + '|' + scope + '|' + limit.name();
    }

    /** What sort of scope it is: {@code client}, {@code role}, {@code user}, {@code agent}, {@code route} or {@code all}. */
    public String kind() {
        int colon = scope.indexOf(':');
        return colon < 0 ? scope : scope.substring(0, colon);
    }
}

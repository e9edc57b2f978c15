package io.sallyport.limit;

import io.sallyport.catalog.LimitSpec;

/**
 * A limit as it applies to one request.
 *
 * @param scope whose it is, without the tenant: {@code client:web-chat}, {@code role:operator/web-chat}, {@code user:client:web-chat/alice},
 *              {@code agent:order-desk}, {@code route:chat-default}, {@code all}
 */
public record AppliedLimit(String tenant, String scope, LimitSpec limit) {
    /** Names what is counted, the same on every replica: tenant, scope, and the limit's name. */
    public String key() {
        return tenant + '|' + scope + '|' + limit.name();
    }
}

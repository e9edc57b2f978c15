package io.sallyport.routing;

import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Operation;
import io.sallyport.limit.Spender;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a call begins.
 *
 * @param client      the calling principal; for a run, its agent's own client
 * @param spender     on whose account it is: for a run, its creator's
 * @param traceparent the caller's W3C trace context, or null
 * @param tracestate  the caller's W3C trace state, or null
 */
public record CallStart(
        String requestId,
        RouteSpec route,
        String client,
        Spender spender,
        Operation operation,
        boolean stream,
        @Nullable String traceparent,
        @Nullable String tracestate) {}

package io.sallyport.routing;

import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a call begins.
 *
 * @param client      the calling principal
 * @param traceparent the caller's W3C trace context, or null
 * @param tracestate  the caller's W3C trace state, or null
 */
public record CallStart(
        String requestId,
        RouteSpec route,
        String client,
        Operation operation,
        boolean stream,
        @Nullable String traceparent,
        @Nullable String tracestate) {}

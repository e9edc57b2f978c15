package io.sallyport.tool;

import org.jspecify.annotations.Nullable;

/**
 * Who and what a call belongs to: what it is logged, traced and isolated by.
 *
 * @param call    {@code call_…}
 * @param run     the run, or null for a call through {@code POST /v1/tools/…/calls}
 * @param space   whose data the call sees, where the tool keeps data: {@code agent:<name>} or {@code client:<name>}
 * @param agent   the agent, or null
 * @param subject the person behind it, or null
 * @param traceparent W3C trace context to continue, or null
 */
public record ToolCallId(
        String call,
        @Nullable String run,
        int step,
        String tenant,
        String space,
        @Nullable String agent,
        String client,
        @Nullable String subject,
        @Nullable String traceparent) {}

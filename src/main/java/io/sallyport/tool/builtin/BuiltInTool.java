package io.sallyport.tool.builtin;

import io.sallyport.tool.ToolAttempt;
import io.sallyport.tool.ToolOutcome;
import io.smallrye.mutiny.Uni;

/** One built-in tool. */
interface BuiltInTool {
    /** As manifests write it under {@code builtin}. */
    String name();

    /** Performs a call; arguments are valid by the manifest that is shipped. A failure is an outage of what it needs. */
    Uni<ToolOutcome> call(ToolAttempt attempt);
}

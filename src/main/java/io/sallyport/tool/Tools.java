package io.sallyport.tool;

import io.smallrye.mutiny.Uni;

/** Calls tools. Never fails: whatever happens is an outcome. Nothing is retried here that is not safe to repeat by the tool's class. */
public interface Tools {
    /** One attempt, within the tool's timeout. The answer may come on any thread. */
    Uni<ToolOutcome> call(ToolRequest request);

    /** Asks a queryable tool whether the request's key was applied. */
    Uni<LookUpOutcome> lookUp(ToolRequest request);
}

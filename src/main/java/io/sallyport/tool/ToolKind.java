package io.sallyport.tool;

import io.sallyport.catalog.ToolBinding;
import java.util.concurrent.CompletionStage;

/** A kind of tools. Attempts never fail and never throw: whatever happens is an outcome, within the attempt's deadline. */
public interface ToolKind {
    /** Whether tools that are bound so are of this kind. */
    boolean performs(ToolBinding binding);

    CompletionStage<Attempted<ToolOutcome>> call(ToolAttempt attempt);

    /** Asks whether the key was applied. */
    CompletionStage<Attempted<LookUpOutcome>> lookUp(ToolAttempt attempt);
}

package io.sallyport.run;

import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tool call as the ledger has it.
 *
 * @param tool     empty where the model made a name up
 * @param code     a problem's code, where it failed or was denied
 * @param evidence what came in for it after its owner had lost the run, or null
 */
public record CallLine(
        String id,
        int step,
        int ordinal,
        String tool,
        CallState state,
        Sha256 argsHash,
        int attempts,
        @Nullable String code,
        @Nullable String evidence,
        Instant createdAt,
        Instant updatedAt) {}

package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A person is asked whether a call may be made.
 *
 * @param id        {@code appr_…}
 * @param call      the call, whose arguments have {@code argsHash}: nothing else is approved
 * @param expiresIn from now; then the call is denied
 * @param rule      what wants it; null: the tool's manifest, always
 * @param origins   whose words the arguments hold that made the rule want it, as JSON; null: none
 */
public record ApprovalRow(
        String id,
        String call,
        String tool,
        String agent,
        Sha256 argsHash,
        Duration expiresIn,
        @Nullable String rule,
        @Nullable Bytes origins) {
    /** One that the manifest wants. */
    public ApprovalRow(String id, String call, String tool, String agent, Sha256 argsHash, Duration expiresIn) {
        this(id, call, tool, agent, argsHash, expiresIn, null, null);
    }
}

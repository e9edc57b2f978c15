package io.sallyport.checkpoint;

import io.sallyport.core.Sha256;
import java.time.Duration;

/**
 * A person is asked whether a call may be made.
 *
 * @param id        {@code appr_…}
 * @param call      the call, whose arguments have {@code argsHash}: nothing else is approved
 * @param expiresIn from now; then the call is denied
 */
public record ApprovalRow(String id, String call, String tool, String agent, Sha256 argsHash, Duration expiresIn) {}

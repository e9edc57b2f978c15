package io.sallyport.checkpoint;

import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;

/**
 * A person's answer to an approval.
 *
 * @param argsHash of the arguments that the person was shown
 * @param actor    {@code client} or {@code client/subject}
 * @param data     of the signal that tells the run: see {@link Signal.Kind#APPROVAL}
 */
public record Decision(String run, String approval, Verdict verdict, Sha256 argsHash, String actor, Bytes data) {
    /** What was decided; by these names in the approval's row. */
    public enum Verdict {
        APPROVED,
        DENIED
    }
}

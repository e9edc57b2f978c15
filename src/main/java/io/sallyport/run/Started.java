package io.sallyport.run;

import io.sallyport.checkpoint.RunRecord;

/**
 * A run that is durable.
 *
 * @param run as it was accepted, or as it is now where it is {@link How#REPLAYED}
 */
public record Started(RunRecord run, How how) {
    /** Whether this request or an earlier one of the same key made it. */
    public enum How {
        CREATED,
        REPLAYED
    }
}

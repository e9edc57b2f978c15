package io.sallyport.run.reply;

import java.time.Instant;

/**
 * A run whose answer has not come to its end.
 *
 * @param retry the holder's retry count; with the run it names the holder
 * @param state what is known of the holder
 * @param until up to when the holder's replica is to be taken for living, by the database's clock
 */
public record OpenReply(String run, int retry, State state, Instant until) {
    /** What is known of who answers. */
    public enum State {
        /** Its connection closed before the end. */
        CUT,
        /** Its replica lives, as far as anybody knows. */
        HELD,
        /** Its replica's pulse has stopped, or it has never said who it is. */
        LAPSED
    }
}

package io.sallyport.checkpoint;

import java.time.Duration;

/**
 * How a replica asks for work.
 *
 * @param owner  the replica's name
 * @param most   runs at most
 * @param lease  how long each is its own without renewal
 * @param steady for how long this replica has reached the database without a failure: an expiry within an outage is nobody's fault and is
 *               not counted against the run
 * @param alone  whether a run that may have killed its owners is acceptable; then it is the only one that is given
 */
public record ClaimOrder(String owner, int most, Duration lease, Duration steady, boolean alone) {
    /** A run whose lease has expired so often may have killed its owners. */
    public static final int ALONE_FROM = 3;

    /** For how long a replica that makes room for such a run is waited for, since it last said so. */
    public static final Duration ROOM_KEPT = Duration.ofSeconds(10);

    private static final int LONGEST_SECONDS = 60;

    /** How long such a run is left alone after its {@code expiries}-th expiry: 8 s, 16 s, 32 s, then a minute each time. */
    public static Duration delay(int expiries) {
        return Duration.ofSeconds(Math.min(LONGEST_SECONDS, 1L << Math.clamp(expiries, 0, Long.SIZE - 2)));
    }

    /** Whether an expiry that is seen now is an owner's, and not the database's or the network's. */
    public boolean seesExpiries() {
        return steady.compareTo(lease) >= 0;
    }
}

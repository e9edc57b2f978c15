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
public record ClaimOrder(String owner, int most, Duration lease, Duration steady, boolean alone) {}

package io.sallyport.checkpoint;

/**
 * The right to write to a run, until somebody else has been given a higher {@code epoch}.
 *
 * @param owner the replica's name
 */
public record Lease(String run, String owner, long epoch) {}

package io.sallyport.checkpoint;

/**
 * A run that is this replica's now.
 *
 * @param run    its row after the claim
 * @param before its status before the claim: {@code RUNNING} means that its last owner is gone
 */
public record Claimed(RunRecord run, Lease lease, RunStatus before) {}

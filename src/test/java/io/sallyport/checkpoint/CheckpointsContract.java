package io.sallyport.checkpoint;

/**
 * What every {@link Checkpoints} promises. An adapter's test extends this and says how its clock is moved; each test begins with an empty
 * store.
 */
public abstract class CheckpointsContract
        implements AcceptContract, ClaimContract, CommitContract, SignalContract, LedgerContract, ChildContract {}

package io.sallyport.checkpoint;

/**
 * The ledger refuses a call: its key, or its id, stands for another call or for other arguments already. Nothing of the commit was
 * written, and sending it again would change nothing.
 */
public final class LedgerConflict extends RuntimeException {
    public LedgerConflict(String what) {
        super(what);
    }
}

package io.sallyport.checkpoint;

/** The store could not be reached, or could not do it: full, read-only, out of connections. Nothing is known about the write. */
public final class StoreUnavailable extends RuntimeException {
    public StoreUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}

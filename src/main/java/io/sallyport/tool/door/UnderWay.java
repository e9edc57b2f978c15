package io.sallyport.tool.door;

/** Wants to know of each call as long as it is worked on, whether anybody waits for its answer or not: a replica that leaves waits for it. */
public interface UnderWay {
    /** A call has begun; what is returned is run when it has ended, once. */
    Runnable begun();
}

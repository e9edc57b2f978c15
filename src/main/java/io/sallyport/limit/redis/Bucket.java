package io.sallyport.limit.redis;

import io.sallyport.limit.redis.Refill.Span;

/**
 * What this replica knows of one bucket: how it stood when Redis was last heard of, and what was used here without Redis since. Times are
 * Redis's, in microseconds.
 */
final class Bucket {
    private static final Seen NEVER = new Seen(0, 0, 0, 0);

    private Seen seen = NEVER;

    /** When this replica's share of the bucket is full again; 0 where nothing of it was used. */
    private long shareFull;

    /**
     * @param born    since when the Redis that said so remembers
     * @param version how often the bucket had been written
     */
    record Seen(long born, long version, long full, long part) {
        long roundedUp() {
            return part == 0 ? full : full + 1;
        }
    }

    synchronized Seen seen() {
        return seen;
    }

    /** Answers overtake each other: the younger one counts. */
    synchronized void see(Seen heard) {
        if (heard.born() != seen.born() || heard.version() >= seen.version()) {
            seen = heard;
        }
    }

    /** When the share would be full if {@code cost} were taken from it; the share begins as empty as the whole was when it was last seen. */
    synchronized long shareAfter(Span cost, int replicas, long now) {
        return shareNow(now) + replicas * cost.roundedUp();
    }

    synchronized void takeFromShare(Span cost, int replicas, long now) {
        shareFull = shareAfter(cost, replicas, now);
    }

    /** Corrects what was taken from the share; what was taken before Redis went away is not given back to it. */
    synchronized void correctShare(Span back, Span owed, int replicas, long now) {
        long corrected = shareNow(now) - replicas * back.micros() + replicas * owed.roundedUp();
        shareFull = Math.max(corrected, base(now));
    }

    /** Takes out what was used here without Redis, to be told to it: as the time in which the whole bucket refills it. */
    synchronized long owed(int replicas, long now) {
        long used = shareFull - base(now);
        shareFull = 0;
        return used <= 0 ? 0 : Math.ceilDiv(used, replicas);
    }

    /** Puts it back where Redis did not answer. It may have heard: then it counts twice, which refuses too much and never too little. */
    synchronized void owesStill(long owed, int replicas, long now) {
        if (owed > 0) {
            shareFull = shareNow(now) + replicas * owed;
        }
    }

    private long shareNow(long now) {
        return Math.max(shareFull, base(now));
    }

    private long base(long now) {
        return Math.max(seen.roundedUp(), now);
    }
}

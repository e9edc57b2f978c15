package io.sallyport.bench;

/** Spreads the beginnings of many streams evenly, and knows when the last of them has ended. Confined to one event loop. */
final class Ramp {
    private final int streams;
    private final long overNanos;
    private final long begin = System.nanoTime();
    private int begun;
    private int ended;

    Ramp(int streams, long overMillis) {
        this.streams = streams;
        this.overNanos = overMillis * 1_000_000;
    }

    /** How many are to be begun now. */
    int due() {
        long elapsed = System.nanoTime() - begin;
        int byNow = (int) Math.min(streams, 1 + elapsed * streams / overNanos);
        int due = byNow - begun;
        begun = byNow;
        return due;
    }

    boolean allBegun() {
        return begun == streams;
    }

    void ended(Runnable afterTheLast) {
        if (++ended == streams) {
            afterTheLast.run();
        }
    }
}

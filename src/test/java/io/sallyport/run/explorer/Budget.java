package io.sallyport.run.explorer;

import java.util.EnumMap;
import java.util.Map;

/** How often each mishap may still happen. */
public record Budget(Map<Mishap, Integer> left) {

    /** What nobody wants and nobody can rule out. */
    public enum Mishap {
        /** A process ends between two of its atoms. */
        CRASH,
        /** A process stands still until its lease has expired, and then goes on. */
        FREEZE,
        /** A commit is durable and its author is not told. */
        LOST_ANSWER,
        /** A tool does what it should, and the answer is lost. */
        RESET,
        /** A tool says no. */
        REFUSAL,
        /** No model answers for a while. */
        PROVIDER_DOWN,
        /** Somebody cancels the run. */
        CANCEL,
        /** Nobody comes for as long as the run may wait. */
        NOBODY_COMES
    }

    static Budget none() {
        return new Budget(Map.of());
    }

    Budget with(Mishap mishap, int times) {
        Map<Mishap, Integer> next = new EnumMap<>(Mishap.class);
        next.putAll(left);
        next.put(mishap, times);
        return new Budget(next);
    }

    /** One more of each. */
    Budget one(Mishap... mishaps) {
        Budget next = this;
        for (Mishap mishap : mishaps) {
            next = next.with(mishap, next.left().getOrDefault(mishap, 0) + 1);
        }
        return next;
    }

    boolean allows(Mishap mishap) {
        return left.getOrDefault(mishap, 0) > 0;
    }

    Budget without(Mishap mishap) {
        return with(mishap, left.getOrDefault(mishap, 0) - 1);
    }
}

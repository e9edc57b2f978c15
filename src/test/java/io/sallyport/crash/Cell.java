package io.sallyport.crash;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.CrashPoints.Side;

/** One square of the matrix: what goes wrong, at which instant, in a run of which class. */
record Cell(Side side, CommitPoint point, Fault fault, EffectClass effect) {

    /** A tool that is not called any more, or is no other server's, cannot reset a connection. */
    boolean exists() {
        return fault != Fault.TOOL_RESET || (effect.atTheWitness() && point != CommitPoint.C7_END);
    }

    @Override
    public String toString() {
        return "%s %s %s %s".formatted(fault, side, point, effect);
    }
}

package io.sallyport.crash;

import io.sallyport.checkpoint.CrashPoint;
import io.sallyport.checkpoint.CrashPoints.Side;

/** One square of the matrix: what goes wrong, at which instant, in a run of which class. */
record Cell(Side side, Place place, Fault fault, EffectClass effect) {

    /**
     * A tool that is not called any more, or is no other server's, cannot reset a connection. Whose claim it will be is not known before,
     * and so it is tried once, with the plain runs.
     */
    boolean exists() {
        Sort sort = effect.sort();
        if (!Place.of(sort).contains(place) || (sort != Sort.PLAIN && isNobodys())) {
            return false;
        }
        return switch (fault) {
            case TOOL_RESET -> effect != EffectClass.TRANSACTIONAL && place.beforeACall(sort);
            case TOOL_KILL -> sort == Sort.MCP && place.beforeACall(sort);
            default -> true;
        };
    }

    private boolean isNobodys() {
        return side == Side.BEFORE && place.point() == CrashPoint.C1_CLAIM;
    }

    @Override
    public String toString() {
        return "%s %s %s %s".formatted(fault, side, place, effect);
    }
}

package io.sallyport.run.machine;

import java.util.Optional;

/** What an attempt held whose answer nobody has: its owner is gone, or the call was dropped. Nobody knows what it cost, so all of it is spent. */
public final class Losses {
    private Losses() {}

    /** Empty where no attempt is open, or the open one holds nothing because the run has no limit that it could break. */
    public static Optional<RunEvent> held(RunState state, String reason) {
        Spent spent = state.spent();
        return spent.reservedTokens() == 0 && spent.reservedCostNano() == 0
                ? Optional.empty()
                : state.step()
                        .filter(step -> step.answer().isEmpty())
                        .map(step -> new RunEvent.MessageLost(
                                step.step(),
                                step.attempt(),
                                Optional.empty(),
                                reason,
                                spent.reservedTokens(),
                                spent.reservedCostNano()));
    }
}

package io.sallyport.run.driver;

import io.sallyport.run.StoppedRuns;
import io.sallyport.run.machine.RunEvent;
import java.util.Optional;

/** The stop that a run has met. It holds for the run, even if it is lifted before the run has come to its end. Used on the run's context alone. */
final class MetStop {
    private final RunTask task;
    private Optional<RunEvent.Cancelled> met = Optional.empty();

    MetStop(RunTask task) {
        this.task = task;
    }

    Optional<RunEvent.Cancelled> met() {
        if (met.isEmpty() && task.ready()) {
            met = task.services().perform().rules().over(task).map(StoppedRuns::ended);
        }
        return met;
    }
}

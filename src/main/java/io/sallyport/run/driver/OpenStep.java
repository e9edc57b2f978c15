package io.sallyport.run.driver;

import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemException;
import io.sallyport.run.machine.RunEvent;
import java.util.Optional;

/** Renders the prompt and writes down how the conversation begins, so that nobody ever has to render it again. */
final class OpenStep {
    private final RunTask task;
    private final Conductor conductor;

    OpenStep(RunTask task, Conductor conductor) {
        this.task = task;
        this.conductor = conductor;
    }

    void begin() {
        try {
            RunEvent.Started started = task.services().perform().prompts().open(task.revision(), task.state());
            task.submit(() -> Optional.of(Draft.of(CommitPoint.C4_DECISION, started)), left -> conductor.ended("open"));
        } catch (ProblemException refused) {
            Problem problem = refused.problem();
            conductor.end(
                    new RunEvent.Failed(problem.code().code(), problem.detail(), Optional.ofNullable(problem.fix())),
                    RunStatus.FAILED);
        }
    }
}

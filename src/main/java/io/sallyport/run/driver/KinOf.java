package io.sallyport.run.driver;

import io.sallyport.checkpoint.CommitOutcome;
import io.sallyport.checkpoint.Ending;
import io.sallyport.checkpoint.Kin;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.ChildEnds;
import java.util.Optional;

/** What a run's commits mean for the runs around it. */
final class KinOf {
    private KinOf() {}

    /** A child that begins with {@code draft}, or what a child's end tells its parent. */
    static Kin commit(RunTask task, Draft draft, Composed composed) {
        if (draft.child().isPresent()) {
            return Kin.begins(draft.child().get());
        }
        if (!(draft.ending() instanceof Ending.End(RunStatus how)) || task.run().parentRun() == null) {
            return Kin.NONE;
        }
        String id = task.run().id();
        return Kin.tells(Json.bytes(
                task.ready()
                        ? ChildEnds.report(
                                id,
                                how,
                                composed.after(),
                                Trust.hasReadUntrusted(composed.after(), task.history(), task.revision()))
                        : ChildEnds.report(id, how, Optional.of(draft.events().getLast()))));
    }

    /** Carries at once what the end of the run has left for others. */
    static void committed(RunTask task, CommitOutcome.Committed outcome) {
        if (outcome.leftWord()) {
            Services services = task.services();
            new Postman(services.checkpoints(), services.wakes())
                    .carry(task.run().id());
        }
    }
}

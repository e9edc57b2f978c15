package io.sallyport.run;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.tool.ToolCallId;

/** Watches all runs of this replica. Everything is called on event loops: be quick, never block, never throw. */
public interface RunObserver {
    /** A run is about to be accepted; {@link RunOrigin#accepted} is told once it is durable, and never where it is not. */
    RunOrigin accepting(NewRun run);

    /** The same of a run that another one begins, whose call {@code call} of {@code tool} it is. */
    RunOrigin asking(NewRun child, ToolSpec tool, ToolCallId call);

    /** A run is this replica's now; {@code before} is {@code RUNNING} where its last owner is gone. */
    RunObservation claimed(RunRecord run, RunStatus before);
}

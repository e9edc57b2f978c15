package io.sallyport.run;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.tool.ToolCallId;
import java.util.ArrayList;
import java.util.List;

/** Gives each run a trace that is named after it, and keeps which of these runs were accepted. */
final class TestingOrigins implements RunObserver {
    final List<String> accepted = new ArrayList<>();

    @Override
    public RunOrigin accepting(NewRun run) {
        String trace = "trace of " + run.id();
        return new RunOrigin() {
            @Override
            public String traceparent() {
                return trace;
            }

            @Override
            public void accepted() {
                accepted.add(run.id());
            }
        };
    }

    @Override
    public RunOrigin asking(NewRun child, ToolSpec tool, ToolCallId call) {
        return accepting(child);
    }

    @Override
    public RunObservation claimed(RunRecord run, RunStatus before) {
        throw new IllegalStateException("nothing is performed here");
    }
}

package io.sallyport.telemetry;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.RunObservation;
import io.sallyport.run.RunObserver;
import io.sallyport.run.RunOrigin;
import io.sallyport.tool.ToolCallId;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells meters and traces what happens to runs. */
@Singleton
public final class RunTelemetry implements RunObserver {
    private final RunMeters meters;
    private final RunTraces traces;

    RunTelemetry(RunMeters meters, RunTraces traces) {
        this.meters = meters;
        this.traces = traces;
    }

    @Override
    public RunOrigin accepting(NewRun run) {
        return traces.accepting(run);
    }

    @Override
    public RunOrigin asking(NewRun child, ToolSpec tool, ToolCallId call) {
        return traces.asking(child, tool, call);
    }

    @Override
    public RunObservation claimed(RunRecord run, RunStatus before) {
        meters.claimed(run.agent(), before);
        return new Observed(meters, run.agent(), traces.begin(run, before));
    }

    private record Observed(RunMeters meters, String agent, RunTrace trace) implements RunObservation {
        @Override
        public @Nullable String traceparent() {
            return trace.traceparent();
        }

        @Override
        public void committed(CommitPoint point, long nanos) {
            meters.committed(point, nanos);
        }

        @Override
        public void unknown(String tool) {
            meters.unknown(agent, tool);
        }

        @Override
        public void waits(RunStatus status) {
            trace.waits(status);
        }

        @Override
        public void ended(RunStatus status, Optional<String> code) {
            meters.ended(agent, status);
            trace.ended(status, code);
        }

        @Override
        public void lost() {
            meters.lost(agent);
            trace.lost();
        }

        @Override
        public void broken() {
            trace.broken();
        }

        @Override
        public void left() {
            meters.left();
            trace.left();
        }
    }
}

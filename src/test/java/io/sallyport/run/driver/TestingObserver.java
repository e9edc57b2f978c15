package io.sallyport.run.driver;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.RunObservation;
import io.sallyport.run.RunObserver;
import io.sallyport.run.RunOrigin;
import io.sallyport.tool.ToolCallId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told, one line each, and has what is done for a run go on with a trace of its own. */
final class TestingObserver implements RunObserver {
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";

    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public RunOrigin accepting(NewRun run) {
        told.add("accepting " + run.agent());
        return new RunOrigin() {
            @Override
            public @Nullable String traceparent() {
                return run.traceparent();
            }

            @Override
            public void accepted() {
                told.add("accepted " + run.agent());
            }
        };
    }

    @Override
    public RunOrigin asking(NewRun child, ToolSpec tool, ToolCallId call) {
        return accepting(child);
    }

    @Override
    public RunObservation claimed(RunRecord run, RunStatus before) {
        told.add("claimed " + before);
        return new Keeping(told);
    }

    private record Keeping(List<String> told) implements RunObservation {
        @Override
        public String traceparent() {
            return TRACE;
        }

        @Override
        public void committed(CommitPoint point, long nanos) {
            told.add("committed " + point);
        }

        @Override
        public void unknown(String tool) {
            told.add("unknown " + tool);
        }

        @Override
        public void waits(RunStatus status) {
            told.add("waits " + status);
        }

        @Override
        public void ended(RunStatus status, Optional<String> code) {
            told.add("ended " + status + code.map(word -> " " + word).orElse(""));
        }

        @Override
        public void lost() {
            told.add("lost");
        }

        @Override
        public void broken() {
            told.add("broken");
        }

        @Override
        public void left() {
            told.add("left");
        }
    }
}

package io.sallyport.telemetry;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trace of one ownership of a run: a span, or only the context that the run came with. */
interface RunTrace {
    @Nullable
    String traceparent();

    void waits(RunStatus status);

    void ended(RunStatus status, Optional<String> code);

    void lost();

    void broken();

    void left();

    /** No span of ours: the context goes on as it came. */
    static RunTrace untraced(RunRecord run) {
        return new Untraced(run.traceparent());
    }

    /** Where nothing is exported. */
    record Untraced(@Nullable String traceparent) implements RunTrace {
        @Override
        public void waits(RunStatus status) {}

        @Override
        public void ended(RunStatus status, Optional<String> code) {}

        @Override
        public void lost() {}

        @Override
        public void broken() {}

        @Override
        public void left() {}
    }
}

package io.sallyport.telemetry;

import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.checkpoint.Totals;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the order desk, before it is accepted and when a replica has claimed it. */
final class TestingRuns {
    private TestingRuns() {}

    static NewRun asked(@Nullable String traceparent) {
        return new NewRun(
                "run_1",
                "default",
                "desk",
                "rev_1",
                Bytes.of("{}"),
                "thread_1",
                NewRun.Busy.ENQUEUE,
                "web-chat",
                null,
                "req-1",
                traceparent,
                Sha256.of("body"),
                new NewEvent("run.created", Bytes.of("{}"), null),
                Optional.empty());
    }

    static RunRecord claimed(@Nullable String traceparent) {
        return new RunRecord(
                "run_1",
                "default",
                "desk",
                "rev_1",
                "thread_1",
                1,
                "web-chat",
                null,
                "run_1",
                null,
                0,
                0,
                "req-1",
                traceparent,
                RunStatus.RUNNING,
                2,
                0,
                Totals.NONE,
                "replica-2",
                2,
                0,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
    }
}

package io.sallyport.bench.runs;

import io.sallyport.checkpoint.AttemptRow;
import io.sallyport.checkpoint.CallRow;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Commit;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.Lease;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.StoreUnderTest;
import io.sallyport.checkpoint.StoreUnderTest.Draft;
import io.sallyport.core.Bytes;
import io.sallyport.core.Sha256;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The commits of a run that calls one tool in each step, one after the other, as the driver makes them: C2, C3, C4, C5, C6. */
final class StepCommits {
    private static final int POINTS = 5;
    private static final String WORDS =
            "The answer of a model is some hundred characters long, and a tool's result is shorter. ";

    private final StoreUnderTest store;
    private final Lease lease;
    private long seq = 2;
    private int turn;

    StepCommits(StoreUnderTest store, Lease lease) {
        this.store = store;
        this.lease = lease;
    }

    Commit next() {
        int step = 1 + turn / POINTS;
        int point = turn++ % POINTS;
        Draft draft = new Draft(store, lease, seq);
        Commit commit = (switch (point) {
                    case 0 ->
                        draft.at(CommitPoint.C2_RESERVE)
                                .events(skeleton("step.started"))
                                .attempt(attempt(step, "STARTED"));
                    case 1 ->
                        draft.at(CommitPoint.C3_ANSWER)
                                .events(said("message.completed", step, 4), said("tool.proposed", step, 1))
                                .calls(call(step, CallState.PROPOSED))
                                .attempt(attempt(step, "ANSWERED"));
                    case 2 ->
                        draft.at(CommitPoint.C4_DECISION)
                                .events(skeleton("tool.allowed"))
                                .calls(call(step, CallState.ALLOWED));
                    case 3 ->
                        draft.at(CommitPoint.C5_INTENT)
                                .events(skeleton("tool.started"))
                                .calls(call(step, CallState.INTENT));
                    default ->
                        draft.at(CommitPoint.C6_RESULT)
                                .events(said("tool.completed", step, 1))
                                .calls(call(step, CallState.SUCCEEDED));
                })
                .build();
        seq += commit.events().size();
        return commit;
    }

    private static NewEvent skeleton(String type) {
        return new NewEvent(type, Bytes.of("{\"step\":1,\"attempt\":1,\"route\":\"work\"}"), null);
    }

    /** Different in each step of each run: what was said before is stored once, and would cost nothing. */
    private NewEvent said(String type, int step, int sentences) {
        String text = lease.run() + " " + step + " " + type + " " + WORDS.repeat(sentences);
        return new NewEvent(type, Bytes.of("{\"step\":1,\"attempt\":1}"), Bytes.of("\"" + text + "\""));
    }

    private static AttemptRow attempt(int step, String state) {
        return new AttemptRow(step, 1, state, "work", "scripted/worker", null, 1000, 0, null, 0);
    }

    private CallRow call(int step, CallState state) {
        String id = "call_" + lease.run() + "_" + step;
        boolean intended = state == CallState.INTENT || state == CallState.SUCCEEDED;
        @Nullable Bytes result = state == CallState.SUCCEEDED ? Bytes.of("{\"of\":\"" + id + "\"}") : null;
        @Nullable Bytes arguments = state == CallState.PROPOSED ? Bytes.of("{\"n\":\"" + id + "\"}") : null;
        return new CallRow(
                id,
                step,
                0,
                "key_value",
                intended ? "key of " + id : null,
                Sha256.of(id),
                arguments,
                state,
                intended ? 1 : 0,
                state == CallState.INTENT ? Duration.ofSeconds(5) : null,
                result,
                null);
    }
}

package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.AlreadyTold;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.NewSignal;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolOutcome;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * An outcome that came after the run had been lost. It is not ours to commit any more; it is evidence, and settles what its successor could
 * not know.
 */
final class LateResult {
    private static final Logger LOG = Logger.getLogger(LateResult.class);
    private static final String ACTOR = "evidence";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** An outage that lasts longer than this leaves the question to a person. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final RunTask task;
    private final String call;

    LateResult(RunTask task, String call) {
        this.task = task;
        this.call = call;
    }

    void record(ToolOutcome outcome) {
        switch (outcome) {
            case ToolOutcome.Succeeded(JsonNode result, var writes, var _)
            when writes.isEmpty() -> tell("applied", result);
            case ToolOutcome.Applied(var error) -> tell("applied", error.json());
            case ToolOutcome.NotApplied(var error) when isCalledOnce() -> tell("notApplied", error.json());
            default -> {
                // it says nothing about an effect
            }
        }
    }

    /** Where a successor may have called again, what did not come of this attempt says nothing about that one. */
    private boolean isCalledOnce() {
        return task.state()
                .call(call)
                .map(view -> task.revision().tools().get(view.tool()))
                .filter(tool -> tool.effect() != Effect.NONE && tool.idempotency() == Idempotency.NONE)
                .isPresent();
    }

    private void tell(String outcome, JsonNode result) {
        ObjectNode data = Json.object().put("call", call).put("outcome", outcome);
        data.set("result", result);
        Checkpoints checkpoints = task.services().checkpoints();
        // Two statements, of which each is right without the other: who dies in between has left the evidence to
        // whoever settles the call, and
        // who dies before has left nothing, which a death a moment earlier would have done too. Both are repeated
        // without harm.
        var _ = checkpoints
                .evidence(call, outcome, Json.bytes(result))
                .chain(() -> checkpoints.signal(
                        new NewSignal(task.run().id(), Signal.Kind.RECONCILE, Json.bytes(data), ACTOR, call)))
                .onFailure(AlreadyTold.class)
                .recoverWithItem(Optional.empty())
                .onFailure(StoreUnavailable.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(PATIENCE.toMillis())
                .subscribe()
                .with(
                        told -> {},
                        failure -> LOG.warnf(
                                "a late outcome (%s) of call %s of run %s could not be written down: %s",
                                outcome, call, task.run().id(), failure));
    }
}

package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec.ToolGrant;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.run.StoppedRuns;
import io.sallyport.stop.Stop;
import io.sallyport.stop.Stops;
import io.sallyport.tool.GrantConditions;
import io.sallyport.tool.ToolError;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What decides about runs and their calls beside the manifest: conditions of grants, and what administrators have stopped. */
@Singleton
final class CallRules {
    private final GrantConditions conditions;
    private final Stops stops;

    CallRules(GrantConditions conditions, Stops stops) {
        this.conditions = conditions;
        this.stops = stops;
    }

    /** Why the grant does not cover a call with these arguments, if it does not. */
    Optional<ToolError> refusal(Facts facts, ToolGrant grant, JsonNode arguments) {
        return grant.when().isEmpty() ? Optional.empty() : conditions.refusal(grant, facts.about(arguments));
    }

    /** Whether the tool is stopped, or the agent that it is. From any thread. */
    Optional<Stop> over(ToolSpec tool) {
        return stops.overTool(tool.name()).or(() -> ChildStep.agent(tool).flatMap(stops::overAgent));
    }

    /** Whether the run is stopped. From any thread, once it is loaded. */
    Optional<Stop> over(RunTask task) {
        return stops.board().isEmpty()
                ? Optional.empty()
                : stops.over(StoppedRuns.actor(task.revision(), task.run().client()));
    }

    /** Runs {@code listener} whenever something is stopped or lifted, on any thread. */
    void onChange(Runnable listener) {
        stops.onChange(board -> listener.run());
    }
}

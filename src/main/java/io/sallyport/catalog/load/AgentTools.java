package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.AgentTool;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.core.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes an agent's manifest as a tool of those that may call it. To call it changes nothing by itself: a run begins, in the gateway's own
 * commit, and whatever that run does is decided call by call.
 */
final class AgentTools {
    private static final int MAX_OUTPUT = 64 * 1024;

    private AgentTools() {}

    static ToolSpec of(AgentSpec agent) {
        return ToolManifest.complete(new ToolSpec(
                AgentTool.function(AgentTool.GRANT + agent.name()),
                agent.description().orElse(""),
                "",
                Json.object(),
                Effect.NONE,
                Idempotency.TRANSACTIONAL,
                Approval.NEVER,
                AgentTool.input(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofHours(24),
                1,
                OnUnknown.RECONCILE,
                Optional.empty(),
                OnNotApplied.RECONCILE,
                List.of(),
                MAX_OUTPUT,
                1,
                BreakerSpec.DEFAULT,
                Set.of(),
                new ToolBinding.Agent(agent.name()),
                List.of()));
    }
}

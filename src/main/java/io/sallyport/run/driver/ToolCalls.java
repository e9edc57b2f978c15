package io.sallyport.run.driver;

import io.sallyport.checkpoint.RunRecord;
import io.sallyport.idempotency.Claims;
import io.sallyport.limit.Spender;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolRequest;
import io.sallyport.tool.ToolUsage;
import io.sallyport.tool.Tools;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Set;

/** What a run needs to have tools called. */
@Singleton
final class ToolCalls {
    private final Tools tools;
    private final Claims claims;
    private final ArgumentCheck arguments;
    private final ToolUsage usage;

    ToolCalls(Tools tools, Claims claims, ArgumentCheck arguments, ToolUsage usage) {
        this.tools = tools;
        this.claims = claims;
        this.arguments = arguments;
        this.usage = usage;
    }

    /** One attempt, on the account of whoever created the run. */
    Uni<ToolOutcome> call(ToolRequest request, RunRecord run) {
        Spender creator = new Spender(run.tenant(), run.client(), Set.of(), run.subject(), run.agent(), run.id());
        return usage.call(tools, request, creator);
    }

    Tools tools() {
        return tools;
    }

    Claims claims() {
        return claims;
    }

    ArgumentCheck arguments() {
        return arguments;
    }
}

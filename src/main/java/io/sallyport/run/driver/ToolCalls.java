package io.sallyport.run.driver;

import io.sallyport.idempotency.Claims;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.Tools;
import jakarta.inject.Singleton;

/** What a run needs to have tools called. */
@Singleton
final class ToolCalls {
    private final Tools tools;
    private final Claims claims;
    private final ArgumentCheck arguments;

    ToolCalls(Tools tools, Claims claims, ArgumentCheck arguments) {
        this.tools = tools;
        this.claims = claims;
        this.arguments = arguments;
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

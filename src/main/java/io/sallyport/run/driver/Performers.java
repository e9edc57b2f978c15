package io.sallyport.run.driver;

import io.sallyport.run.UserTokens;
import io.sallyport.tool.GrantConditions;
import jakarta.inject.Singleton;

/** Those who do the work that runs consist of. */
@Singleton
final class Performers {
    private final ModelCalls models;
    private final ToolCalls tools;
    private final GrantConditions conditions;
    private final PromptOpening prompts;
    private final Revisions revisions;
    private final UserTokens users;

    Performers(
            ModelCalls models,
            ToolCalls tools,
            GrantConditions conditions,
            PromptOpening prompts,
            Revisions revisions,
            UserTokens users) {
        this.models = models;
        this.tools = tools;
        this.conditions = conditions;
        this.prompts = prompts;
        this.revisions = revisions;
        this.users = users;
    }

    ModelCalls models() {
        return models;
    }

    ToolCalls tools() {
        return tools;
    }

    GrantConditions conditions() {
        return conditions;
    }

    PromptOpening prompts() {
        return prompts;
    }

    Revisions revisions() {
        return revisions;
    }

    UserTokens users() {
        return users;
    }
}

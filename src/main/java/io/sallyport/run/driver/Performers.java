package io.sallyport.run.driver;

import io.sallyport.run.UserTokens;
import jakarta.inject.Singleton;

/** Those who do the work that runs consist of. */
@Singleton
final class Performers {
    private final ModelCalls models;
    private final ToolCalls tools;
    private final CallRules rules;
    private final PromptOpening prompts;
    private final Revisions revisions;
    private final UserTokens users;

    Performers(
            ModelCalls models,
            ToolCalls tools,
            CallRules rules,
            PromptOpening prompts,
            Revisions revisions,
            UserTokens users) {
        this.models = models;
        this.tools = tools;
        this.rules = rules;
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

    CallRules rules() {
        return rules;
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

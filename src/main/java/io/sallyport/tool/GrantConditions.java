package io.sallyport.tool;

import io.sallyport.catalog.AgentSpec.ToolGrant;
import java.util.Optional;

/** Whether the condition of a grant lets a call through. */
public interface GrantConditions {
    /**
     * What is told where it does not, with the rule. A condition that cannot be evaluated does not; a grant without one does. It takes no
     * longer than some microseconds.
     */
    Optional<ToolError> refusal(ToolGrant grant, CallFacts facts);

    /**
     * Whether no call can be let through as things are, whatever its arguments: the condition asks about none, and does not hold. Says no in
     * doubt.
     */
    default boolean neverHolds(ToolGrant grant, CallFacts facts) {
        return false;
    }

    /** What decides about a call of this grant, as records name it. */
    static String rule(ToolGrant grant) {
        return grant.when().map(when -> "grant when " + when).orElse("grant");
    }
}

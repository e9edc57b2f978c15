package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec.ToolGrant;
import java.util.Optional;

/** Whether the condition of a grant lets a call through. */
@FunctionalInterface
public interface GrantConditions {
    /** What is told where it does not. A condition that cannot be evaluated does not; a grant without one does. */
    Optional<ToolError> refusal(ToolGrant grant, JsonNode arguments);
}

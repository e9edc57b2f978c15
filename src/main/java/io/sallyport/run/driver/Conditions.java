package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.tool.ToolError;
import java.util.Optional;

/** Whether a grant's condition lets a call through. */
@FunctionalInterface
interface Conditions {
    /** What the model is told where it does not; a condition that cannot be evaluated does not. */
    Optional<ToolError> refusal(AgentSpec.ToolGrant grant, JsonNode arguments);
}

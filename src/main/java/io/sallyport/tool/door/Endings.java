package io.sallyport.tool.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.Bytes;
import io.sallyport.core.Problem;
import io.sallyport.core.json.Json;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import java.time.Duration;
import java.util.Set;

/** What a call that failed is to its caller, the first time and each time it is asked for again. */
final class Endings {
    private static final Set<String> FINAL = Set.of(
            ToolErrors.REFUSED,
            ToolErrors.INVALID_ARGUMENTS,
            ToolErrors.MISCONFIGURED,
            ToolErrors.EGRESS_REFUSED,
            ToolErrors.USER_REQUIRED,
            ToolErrors.CONTENT_REFUSED);
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private Endings() {}

    /** Nothing was done, and the next request by the same key has it tried again. */
    static boolean maybeTriedAgain(ToolSpec tool, CallState state, ToolError error) {
        return state == CallState.FAILED_NOT_APPLIED
                && (error.retryable() || isOfTheIssuer(error) || (harmless(tool) && !FINAL.contains(error.code())));
    }

    /** Another token, or another day, may be another answer. */
    private static boolean isOfTheIssuer(ToolError error) {
        return error.code().equals(ToolErrors.AUTH_REFUSED);
    }

    /** Whether the tool does nothing outside our own commits. */
    static boolean harmless(ToolSpec tool) {
        return tool.effect() == Effect.NONE || tool.idempotency() == Idempotency.TRANSACTIONAL;
    }

    static Problem problem(ToolSpec tool, CallState state, ToolError error) {
        if (isOfTheIssuer(error)) {
            return DoorProblems.refused(error);
        }
        if (maybeTriedAgain(tool, state, error)) {
            return error.code().equals(ToolErrors.TIMEOUT)
                    ? DoorProblems.noAnswer(error, SHORTLY)
                    : DoorProblems.later(error, SHORTLY);
        }
        return switch (error.code()) {
            case ToolErrors.REFUSED, Performance.NEEDS_A_PERSON -> DoorProblems.refused(error);
            case ToolErrors.INVALID_ARGUMENTS -> DoorProblems.invalidArguments(error);
            default -> DoorProblems.failed(error);
        };
    }

    /** The error that {@link Settlement#failed} wrote. */
    static ToolError error(Bytes result) {
        JsonNode error = Json.own(result).path("error");
        return new ToolError(
                error.path("code").asText(),
                error.path("message").asText(),
                error.path("retryable").asBoolean(),
                error.path("fix").textValue(),
                error.path("path").textValue(),
                error.get("detail"),
                error.path("rule").textValue());
    }
}

package io.sallyport.tool.door;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.core.Names;
import io.sallyport.core.Nearest;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.Json;
import io.sallyport.idempotency.KeyHeader;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller can be told instead of a result. */
final class DoorProblems {
    private static final String SAME_AGAIN = "Send the same request with the same key.";

    private DoorProblems() {}

    static Problem noSuchTool(String name, List<String> permitted) {
        Problem problem = Problem.of(
                        ProblemCode.TOOL_NOT_FOUND,
                        "There is no tool \"" + Names.shown(name) + "\".",
                        Nearest.to(name, permitted)
                                .map(meant -> "Did you mean \"" + meant + "\"?")
                                .orElse("GET /v1/tools lists those that you may use."))
                .at("tool");
        return Nearest.to(name, permitted)
                .map(meant -> problem.with("suggestion", meant))
                .orElse(problem);
    }

    static Problem noSuchCall() {
        return Problem.of(
                ProblemCode.CALL_NOT_FOUND,
                "There is no such call, or it is not yours to see.",
                "Check the id; calls are kept for a limited time.");
    }

    static Problem invalidArguments(ToolError error) {
        return withError(
                        Problem.of(
                                ProblemCode.INVALID_ARGUMENTS, error.message(), error.fix() == null ? "" : error.fix()),
                        error)
                .at("arguments" + (error.path() == null ? "" : error.path()));
    }

    /** The caller is an agent, and its grant does not cover these arguments. */
    static Problem conditionFails(ToolError error) {
        return withError(
                new Problem(ProblemCode.PERMISSION_DENIED, error.message(), error.fix(), null, Map.of()), error);
    }

    static Problem approvalRequired(String tool) {
        return Problem.of(
                ProblemCode.APPROVAL_REQUIRED,
                "A person has to agree before \"" + tool + "\" is called, and a direct call cannot wait for one.",
                "Have an agent of the catalogue call it in a run.");
    }

    static Problem agentRequired(String tool) {
        return Problem.of(
                ProblemCode.AGENT_REQUIRED,
                "\"" + tool + "\" is called as an agent, and no agent of the catalogue has your client.",
                "Call it with the credentials of an agent's own client, or name your client in catalog/agents.");
    }

    static Problem userRequired(String tool) {
        ToolError error = ToolErrors.userRequired(tool);
        return withError(
                Problem.of(
                        ProblemCode.USER_REQUIRED,
                        "\"" + tool
                                + "\" is called in a user's name, and no user stands behind this request: it comes from a"
                                + " program, or with an API key.",
                        "Send the access token that the agent's client was given for somebody who has signed in."),
                error);
    }

    static Problem keyRequired(String tool) {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
                        "\"" + tool + "\" has an effect, and nothing would tell a repetition from a second wish.",
                        "Send the header " + KeyHeader.NAME + " with a new value for each thing you want done.")
                .at(KeyHeader.NAME);
    }

    static Problem keyReused() {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "This key stands for a call with other arguments.",
                        "Take a new key for a new call.")
                .at(KeyHeader.NAME);
    }

    /** By its business key the call is one that another principal, or a run, has made. Its result is theirs. */
    static Problem somebodyElses() {
        return Problem.of(
                ProblemCode.CONFLICT,
                "This business has been taken care of by a call of somebody else's.",
                "Ask who is responsible for it.");
    }

    static Problem inProgress(Duration overIn) {
        long seconds = Math.max(1, Math.min(overIn.toSeconds() + 1, 5));
        return Problem.of(ProblemCode.IN_PROGRESS, "The same call is under way.", SAME_AGAIN)
                .with(Problem.RETRY_AFTER_SECONDS, seconds);
    }

    static Problem unavailable() {
        return Problem.of(
                        ProblemCode.IDEMPOTENCY_UNAVAILABLE,
                        "The ledger of tool calls cannot be reached, so the tool is not called.",
                        SAME_AGAIN)
                .with(Problem.RETRY_AFTER_SECONDS, 2);
    }

    static Problem ledgerAway() {
        return Problem.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The ledger of tool calls cannot be reached.",
                        "Try again shortly.")
                .with(Problem.RETRY_AFTER_SECONDS, 2);
    }

    static Problem notRecorded() {
        return Problem.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The tool was called, and what came of it could not be recorded yet.",
                        SAME_AGAIN)
                .with(Problem.RETRY_AFTER_SECONDS, 5);
    }

    static Problem unknownEffect(ToolSpec tool) {
        Problem problem = Problem.of(
                ProblemCode.UNKNOWN_EFFECT,
                "\"" + tool.name()
                        + "\" was called, and nobody can know whether it did it. It is not called again by this key.",
                "Find out at the tool; if it was not done, call it with a new key.");
        boolean undoable =
                tool.onUnknown() == OnUnknown.COMPENSATE && tool.compensate().isPresent();
        return undoable ? problem.with("compensate", tool.compensate().get()) : problem;
    }

    /** The tool did not say, and the same request may be sent again. */
    static Problem noAnswer(ToolError error, Duration after) {
        return withError(
                Problem.of(
                                ProblemCode.TOOL_TIMEOUT,
                                "The tool did not say whether it has done it: " + error.message(),
                                SAME_AGAIN)
                        .with(Problem.RETRY_AFTER_SECONDS, Math.max(1, after.toSeconds())),
                error);
    }

    /** Nothing was done. */
    static Problem later(ToolError error, Duration after) {
        return withError(
                Problem.of(ProblemCode.TOOL_UNAVAILABLE, error.message(), SAME_AGAIN)
                        .with(Problem.RETRY_AFTER_SECONDS, Math.max(1, after.toSeconds())),
                error);
    }

    static Problem refused(ToolError error) {
        return withError(new Problem(ProblemCode.TOOL_REFUSED, error.message(), error.fix(), null, Map.of()), error);
    }

    static Problem failed(ToolError error) {
        return withError(new Problem(ProblemCode.TOOL_FAILED, error.message(), error.fix(), null, Map.of()), error);
    }

    /** The problem with what a model would be told under {@code error}. */
    private static Problem withError(Problem problem, ToolError error) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("code", error.code());
        fields.put("message", error.message());
        fields.put("retryable", error.retryable());
        putIfThere(fields, "fix", error.fix());
        putIfThere(fields, "path", error.path());
        putIfThere(fields, "rule", error.rule());
        if (error.detail() != null) {
            fields.put("detail", Json.plain(error.detail()));
        }
        return problem.with("error", fields);
    }

    private static void putIfThere(Map<String, Object> fields, String key, @Nullable String value) {
        if (value != null) {
            fields.put(key, value);
        }
    }
}

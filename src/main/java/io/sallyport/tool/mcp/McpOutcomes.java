package io.sallyport.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sallyport.catalog.ToolBinding.Mcp;
import io.sallyport.catalog.ToolBinding.OnError;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import io.sallyport.tool.ToolOutcome.Succeeded;
import io.sallyport.tool.ToolOutcome.Unknown;
import io.sallyport.tool.http.Exchanged;
import io.sallyport.tool.http.Outcomes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From what a server said to what is known about the effect. {@code docs/tools.md} has the same as a table. */
final class McpOutcomes {
    /** JSON-RPC 2.0, section 5.1, and MCP 2026-07-28, "Error Codes": the request itself was not taken. */
    private static final Set<Long> NOT_TAKEN =
            Set.of(-32_700L, -32_600L, -32_601L, -32_602L, -32_020L, -32_021L, -32_022L);

    private final ToolSpec tool;
    private final Mcp mcp;
    private final Outcomes http;

    McpOutcomes(ToolSpec tool, Mcp mcp, InstantSource clock) {
        this.tool = tool;
        this.mcp = mcp;
        this.http = new Outcomes(tool, clock);
    }

    /** What became of a call. */
    Attempted<ToolOutcome> of(Reply reply) {
        return switch (reply) {
            case Reply.Http(Exchanged exchanged) -> http.of(exchanged);
            case Reply.Result(JsonNode result, int bytes, var session) -> result(result);
            case Reply.Failure(long code, String message) -> failure(code, message);
            case Reply.Nonsense nonsense -> Attempted.failed(new Unknown(malformed()));
            case Reply.TooLarge large -> Attempted.fine(tooLarge());
        };
    }

    /** What becomes of a call that was not made, because its server could not be greeted. */
    Attempted<ToolOutcome> unready(Reply reply) {
        return switch (reply) {
            case Reply.Http(Exchanged.NotSent unsent) -> http.of(unsent);
            case Reply.Http(Exchanged.Answer answer)
            when answer.status() / 100 == 4 && answer.status() != 408 -> refusedGreeting(answer);
            default ->
                Attempted.failed(new NotApplied(
                        ToolErrors.later(ToolErrors.UNREACHABLE, "The tool's server does not answer as it should.")));
        };
    }

    /** 429 is the only one that passes by itself. Whatever it is, the call was not made. */
    private Attempted<ToolOutcome> refusedGreeting(Exchanged.Answer answer) {
        return answer.status() == 429
                ? http.of(answer)
                : Attempted.fine(new NotApplied(new ToolError(
                        ToolErrors.REFUSED,
                        "The tool's server refused with status " + answer.status() + ".",
                        false,
                        "Nothing was done. Go on without this tool.",
                        null)));
    }

    /** What the look-up says of the key: {@code {"applied": true, "result": …}} or {@code {"applied": false}}. */
    Attempted<LookUpOutcome> lookUp(Reply reply) {
        if (reply instanceof Reply.Http(Exchanged exchanged)) {
            return new Attempted<>(cannotTell(), http.lookUp(exchanged).verdict());
        }
        if (reply instanceof Reply.Result(JsonNode result, int bytes, var session)
                && McpResults.isOne(result)
                && !McpResults.asksForMore(result)
                && !McpResults.isError(result)) {
            JsonNode said = McpResults.value(result);
            JsonNode applied = said.path("applied");
            if (applied.isBoolean()) {
                return Attempted.fine(
                        applied.booleanValue()
                                ? new LookUpOutcome.Applied(
                                        said.path("result").isMissingNode()
                                                ? NullNode.getInstance()
                                                : said.path("result"))
                                : new LookUpOutcome.NotApplied());
            }
        }
        return Attempted.fine(cannotTell());
    }

    LookUpOutcome cannotTell() {
        return new LookUpOutcome.CannotTell(
                ToolErrors.later(ToolErrors.UNREACHABLE, "Whether it was done could not be found out."));
    }

    private Attempted<ToolOutcome> result(JsonNode result) {
        if (McpResults.asksForMore(result)) {
            return Attempted.fine(doneOrNot(
                    "The tool asks for more before it goes on, and nobody here can give it.", Optional.empty()));
        }
        if (!McpResults.isOne(result)) {
            return Attempted.failed(new Unknown(malformed()));
        }
        if (!McpResults.isError(result)) {
            return Attempted.fine(new Succeeded(McpResults.value(result), List.of()));
        }
        return Attempted.fine(doneOrNot("The tool reports an error.", McpResults.detail(result)));
    }

    /** What it means that a tool has not come to its end, by its own word. */
    private ToolOutcome doneOrNot(String what, Optional<JsonNode> detail) {
        return tool.effect() == Effect.NONE || mcp.onError() == OnError.NOT_APPLIED
                ? new NotApplied(with(refused(what), detail))
                : new Unknown(with(doubtful(ToolErrors.FAILED, what), detail));
    }

    private Attempted<ToolOutcome> failure(long code, String message) {
        Optional<JsonNode> detail = McpResults.detail(message);
        if (NOT_TAKEN.contains(code)) {
            return Attempted.fine(new NotApplied(with(refused("The tool's server does not take the call."), detail)));
        }
        return Attempted.failed(
                new Unknown(with(doubtful(ToolErrors.FAILED, "The tool's server reports an error."), detail)));
    }

    /** An answer that is too large to be read may say anything, also that nothing was done. */
    private ToolOutcome tooLarge() {
        String what = "The tool's answer is larger than anything that is kept.";
        return tool.effect() == Effect.NONE
                ? new NotApplied(new ToolError(ToolErrors.OUTPUT_TOO_LARGE, what, false, "Ask for less at once.", null))
                : new Unknown(ToolErrors.doubtful(ToolErrors.OUTPUT_TOO_LARGE, what));
    }

    private ToolError malformed() {
        return doubtful(ToolErrors.MALFORMED, "The tool's answer is no answer to the call.");
    }

    private ToolError doubtful(String code, String what) {
        return tool.effect() == Effect.NONE ? ToolErrors.harmless(code, what) : ToolErrors.doubtful(code, what);
    }

    private static ToolError refused(String what) {
        return new ToolError(
                ToolErrors.REFUSED, what, false, "Nothing was done. Change what the tool complains about.", null);
    }

    private static ToolError with(ToolError error, Optional<JsonNode> detail) {
        return detail.map(error::with).orElse(error);
    }
}

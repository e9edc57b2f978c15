package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import java.util.Locale;
import java.util.Optional;

/** What a child's end is to its parent: written by the child, in the commit that ends it, and read by the parent when it looks into its inbox. */
public final class ChildEnds {
    private ChildEnds() {}

    /**
     * What the parent of {@code run} is told.
     *
     * @param ended     the state with the last event folded in
     * @param untrusted whether the child has read words that nobody vouches for
     */
    public static ObjectNode report(String run, RunStatus how, RunState ended, boolean untrusted) {
        Spent spent = ended.spent();
        ChildUse use = new ChildUse(
                run,
                how.name(),
                spent.tokens(),
                spent.costNano(),
                ended.steps().size() + spent.family().steps(),
                spent.toolCalls() + spent.family().toolCalls(),
                untrusted);
        ObjectNode report = report(run, how, ended.ended());
        report.set("use", use.json());
        if (how == RunStatus.COMPLETED) {
            report.put(
                    "answer",
                    ended.step()
                            .flatMap(StepView::answer)
                            .map(answer -> answer.text())
                            .orElse(""));
        }
        return report;
    }

    /** The same of a child that nobody could read: nobody knows what it has used. */
    public static ObjectNode report(String run, RunStatus how, Optional<RunEvent> last) {
        ObjectNode report = Json.object().put("child", run).put("status", how.name());
        last.flatMap(ChildEnds::why).ifPresent(why -> report.put("why", why));
        return report;
    }

    private static Optional<String> why(RunEvent last) {
        return switch (last) {
            case RunEvent.Failed e -> Optional.of(e.code() + ": " + e.message());
            case RunEvent.LimitExceeded e -> Optional.of("it has used up its limit on " + e.limit());
            case RunEvent.Expired e -> Optional.of("it waited too long as " + e.waitedIn());
            default -> Optional.empty();
        };
    }

    /** The answer to the call that the child was at work on; empty where nobody waits for it any more. */
    static Optional<RunEvent> event(RunState state, JsonNode data) {
        String run = data.path("child").asText();
        return state.calls()
                .filter(call -> call.openChild()
                        .filter(child -> child.run().equals(run))
                        .isPresent())
                .findFirst()
                .map(call -> event(call, run, data));
    }

    private static RunEvent event(CallView call, String run, JsonNode data) {
        String status = data.path("status").asText();
        ChildUse use = data.has("use")
                ? ChildUse.read(data.path("use"))
                : call.openChild().orElseThrow().loan().used(run, status);
        if (status.equals(RunStatus.COMPLETED.name())) {
            return new RunEvent.ToolCompleted(
                    call.id(),
                    CallState.SUCCEEDED,
                    Optional.empty(),
                    TextNode.valueOf(data.path("answer").asText()),
                    Optional.empty(),
                    Optional.of(use));
        }
        String code = "child_" + status.toLowerCase(Locale.ROOT);
        return new RunEvent.ToolCompleted(
                call.id(),
                // What it has called may have done something; who has called nothing has done nothing.
                use.toolCalls() > 0 ? CallState.FAILED_APPLIED : CallState.FAILED_NOT_APPLIED,
                Optional.of(code),
                Told.error(code, "The agent that was asked has not answered" + because(data) + "."),
                Optional.empty(),
                Optional.of(use));
    }

    private static String because(JsonNode data) {
        String why = data.path("why").asText("");
        return why.isEmpty() ? "" : ": " + (why.endsWith(".") ? why.substring(0, why.length() - 1) : why);
    }
}

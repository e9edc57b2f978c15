package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.checkpoint.CallState;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.CallView;
import io.sallyport.tool.ToolOutput;
import java.util.function.Function;

/** How a call's answer is put into words for a model, and whose words they are. */
final class Answers {
    /** Bytes of an answer of an earlier run, or of a tool that is not the agent's. */
    private static final int USUAL_BYTES = 64 * 1024;

    private Answers() {}

    static Function<CallView, Message> of(AgentRevision revision) {
        return call -> answer(call, bytes(revision, call.tool()));
    }

    static Function<CallView, Message> plain() {
        return call -> answer(call, USUAL_BYTES);
    }

    private static int bytes(AgentRevision revision, String tool) {
        var spec = revision.tools().get(tool);
        return spec == null ? USUAL_BYTES : spec.maxOutput();
    }

    private static Message answer(CallView call, int most) {
        JsonNode told = call.answer().orElseGet(Json::object);
        return Message.answer(call.useId(), ToolOutput.of(told, most).shown(), label(call));
    }

    /** Only what the tool itself has said is the tool's; refusals and findings are the gateway's words. */
    static Label label(CallView call) {
        boolean tools = call.state() == CallState.SUCCEEDED
                || call.state() == CallState.FAILED_APPLIED
                || call.state() == CallState.FAILED_NOT_APPLIED
                || call.state() == CallState.RECONCILED;
        if (!tools) {
            return Label.SYSTEM;
        }
        return call.child().map(child -> Label.agent(child.agent())).orElseGet(() -> Label.tool(call.tool()));
    }
}

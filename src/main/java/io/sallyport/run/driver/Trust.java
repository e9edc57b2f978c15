package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.checkpoint.CallState;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.ChildUse;
import io.sallyport.run.machine.Parentage;
import io.sallyport.run.machine.RunState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a run has read words that nobody vouches for. What it says from then on may be theirs. */
final class Trust {
    private Trust() {}

    /**
     * Whether any of what the run's model was shown is neither the catalogue's, nor its creator's, nor a field that a manifest trusts.
     *
     * @param history the thread's earlier turns
     */
    static boolean hasReadUntrusted(RunState state, List<Message> history, AgentRevision revision) {
        return state.parent().filter(Parentage::untrusted).isPresent()
                || history.stream()
                        .flatMap(message -> message.parts().stream())
                        .anyMatch(part -> isAnswer(part.label(), revision))
                || state.calls().anyMatch(call -> isUntrusted(call, revision));
    }

    /** Of earlier runs only whose words they were is known, and not which of them somebody vouched for. */
    private static boolean isAnswer(Label label, AgentRevision revision) {
        boolean others = !label.equals(Label.SYSTEM) && !label.equals(Label.USER);
        return others && !label.equals(Label.agent(revision.agent().name()));
    }

    private static boolean isUntrusted(CallView call, AgentRevision revision) {
        Optional<ChildUse> use = call.child().flatMap(CallView.Child::use);
        if (use.isPresent()) {
            return use.get().untrusted();
        }
        Optional<JsonNode> said = call.answer().filter(answer -> call.state().settled());
        @Nullable ToolSpec tool = revision.tools().get(call.tool());
        if (said.isEmpty() || call.state() == CallState.DENIED || tool == null) {
            return false;
        }
        JsonNode error = said.get().path("error");
        boolean refused = call.state() != CallState.SUCCEEDED && error.has("code");
        return refused ? error.hasNonNull("detail") : !isVouchedFor(said.get(), tool);
    }

    private static boolean isVouchedFor(JsonNode result, ToolSpec tool) {
        return result.isObject()
                && result.properties().stream().allMatch(field -> tool.trusted().contains(field.getKey()));
    }
}

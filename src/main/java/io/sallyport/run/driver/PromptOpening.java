package io.sallyport.run.driver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.prompt.Opening;
import io.sallyport.prompt.PromptRenderer;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunState;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From a revision's prompt and what the caller wants to the messages that open a run. */
@Singleton
class PromptOpening {
    private final PromptRenderer renderer;

    PromptOpening(PromptRenderer renderer) {
        this.renderer = renderer;
    }

    /**
     * The event that opens the run.
     *
     * @throws io.sallyport.core.ProblemException when the prompt cannot be rendered with what there is
     */
    RunEvent.Started open(AgentRevision revision, RunState state) {
        List<Message> input = state.input();
        List<Part> wanted = input.isEmpty() ? List.of() : input.getLast().parts();
        Opening opening = renderer.render(revision.prompt(), wanted, variables(state.metadata()));
        List<Message> messages = new ArrayList<>(opening.messages());
        // A caller who keeps the conversation sends all of it: what came before the last turn belongs behind the
        // thread's own history.
        messages.addAll(opening.historyAt(), input.subList(0, Math.max(0, input.size() - 1)));
        return new RunEvent.Started(messages, opening.historyAt());
    }

    private static Map<String, Object> variables(ObjectNode metadata) {
        Map<String, Object> variables = new HashMap<>();
        metadata.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        return variables;
    }
}

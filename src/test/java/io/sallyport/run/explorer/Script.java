package io.sallyport.run.explorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.chat.ToolUse;
import io.sallyport.chat.Usage;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model says in an exploration: first it wants every tool of the scenario, then it is content. */
final class Script {
    static final List<Message> INPUT = List.of(Message.of(Role.USER, "two teas", Label.USER));
    private static final Usage USAGE = new Usage(10, 0, 5, 0);

    private Script() {}

    static RunEvent opening() {
        return new RunEvent.Started(
                List.of(Message.of(Role.SYSTEM, "You sell tea.", Label.SYSTEM), INPUT.getFirst()), 1);
    }

    static RunEvent asked(int step, int attempt) {
        return attempt == 1
                ? new RunEvent.StepStarted(step, attempt, "chat", 100, 5000)
                : new RunEvent.Reset(step, attempt, "chat", "another_attempt", 100, 5000);
    }

    /** In the first step {@code children} calls of another agent, later none. */
    static List<RunEvent> asking(int children, int step, int attempt, long epoch) {
        List<RunEvent> events = new ArrayList<>();
        List<ToolUse> uses = new ArrayList<>();
        for (int ordinal = 1; step == 1 && ordinal <= children; ordinal++) {
            JsonNode arguments = Json.object().put("input", "part " + ordinal);
            uses.add(new ToolUse("use_" + ordinal, "agent_helper", Json.text(arguments)));
            events.add(new RunEvent.ToolProposed(
                    "call_" + epoch + "_" + attempt + "_" + ordinal,
                    step,
                    ordinal,
                    "agent_helper",
                    "use_" + ordinal,
                    Json.canonical(arguments).sha256(),
                    arguments,
                    Optional.empty()));
        }
        Message message = new Message(
                Role.ASSISTANT, List.of(new Part.Text("Done.", Label.agent("lead"))), uses, Optional.empty());
        events.addFirst(new RunEvent.Answered(
                step,
                attempt,
                "local/m",
                uses.isEmpty() ? "stop" : "tool_calls",
                USAGE,
                700,
                Optional.empty(),
                message));
        return events;
    }

    private static JsonNode arguments(Scenario.Use use, int ordinal) {
        return use.tool().businessKey().isEmpty()
                ? Json.object().put("n", ordinal)
                : Json.object().put("order", 1001);
    }

    /** @param epoch whose answer it is: each sampling gives its calls ids of their own */
    static List<RunEvent> answer(Scenario scenario, int step, int attempt, long epoch) {
        List<RunEvent> events = new ArrayList<>();
        List<ToolUse> uses = new ArrayList<>();
        for (int ordinal = 1; step == 1 && ordinal <= scenario.uses().size(); ordinal++) {
            String tool = scenario.use(ordinal).tool().name();
            JsonNode arguments = arguments(scenario.use(ordinal), ordinal);
            uses.add(new ToolUse("use_" + ordinal, tool, Json.text(arguments)));
            Sha256 hash = Json.canonical(arguments).sha256();
            events.add(new RunEvent.ToolProposed(
                    "call_" + epoch + "_" + attempt + "_" + ordinal,
                    step,
                    ordinal,
                    tool,
                    "use_" + ordinal,
                    hash,
                    arguments,
                    Optional.empty()));
        }
        String text = uses.isEmpty() ? "Tea is served." : "";
        Message message = new Message(
                Role.ASSISTANT, List.of(new Part.Text(text, Label.agent("order-desk"))), uses, Optional.empty());
        events.addFirst(new RunEvent.Answered(
                step,
                attempt,
                "local/m",
                uses.isEmpty() ? "stop" : "tool_calls",
                USAGE,
                700,
                Optional.empty(),
                message));
        return events;
    }
}

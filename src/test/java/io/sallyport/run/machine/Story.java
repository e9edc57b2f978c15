package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.chat.ToolUse;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A run that is told event by event, a second apart, and short words for its events. */
final class Story {
    static final Instant BEGIN = Instant.parse("2026-05-01T10:00:00Z");
    static final JsonNode ARGUMENTS = Json.object().put("sku", "tea");
    static final Sha256 ARGS_HASH = Json.canonical(ARGUMENTS).sha256();

    private final List<JournalEvent> journal = new ArrayList<>();
    private RunState state = RunState.EMPTY;

    static Story begun() {
        return new Story()
                .then(new RunEvent.Created("order-desk", "rev", "thread_1", List.of(user("two teas")), Json.object()));
    }

    static Story opened() {
        return begun().then(new RunEvent.Started(List.of(system("You sell tea."), user("two teas")), 1));
    }

    /** The first step is answered with a wish for each of {@code tools}, by the names use_1, use_2 and call_1, call_2. */
    static Story wanting(String... tools) {
        return opened().then(asked(1, 1)).wants(1, tools);
    }

    static Message system(String text) {
        return Message.of(Role.SYSTEM, text, Label.SYSTEM);
    }

    static Message user(String text) {
        return Message.of(Role.USER, text, Label.USER);
    }

    static Message assistant(String text) {
        return Message.of(Role.ASSISTANT, text, Label.agent("order-desk"));
    }

    static RunEvent asked(int step, int attempt) {
        return new RunEvent.StepStarted(step, attempt, "chat", 100, 5000);
    }

    static RunEvent said(int step, String text) {
        return new RunEvent.Answered(
                step, 1, "local/m", "stop", new Usage(10, 1, 5, 2), 700, Optional.empty(), assistant(text));
    }

    static RunEvent allowed(String call) {
        return new RunEvent.ToolAllowed(call, "grant", Optional.empty());
    }

    static RunEvent intended(String call, int attempt) {
        return new RunEvent.ToolStarted(call, attempt, "key of " + call, 1, 3000);
    }

    static JsonNode result(String text) {
        return Json.object().put("result", text);
    }

    @CanIgnoreReturnValue
    Story then(RunEvent... events) {
        for (RunEvent event : events) {
            Instant at = now();
            NewEvent written = RunEventJson.write(event);
            journal.add(new JournalEvent(
                    journal.size() + 1L, at, written.type(), written.data(), written.content(), false));
            state = Machine.on(state, event, at).state();
        }
        return this;
    }

    @CanIgnoreReturnValue
    Story wants(int step, String... tools) {
        List<ToolUse> uses = new ArrayList<>();
        List<RunEvent> events = new ArrayList<>();
        for (int i = 1; i <= tools.length; i++) {
            String use = "use_" + i;
            uses.add(new ToolUse(use, tools[i - 1], Json.text(ARGUMENTS)));
            events.add(proposed("call_" + ((step - 1) * 10 + i), step, i, tools[i - 1], use, Optional.empty()));
        }
        Message message = new Message(
                Role.ASSISTANT, List.of(new Part.Text("", Label.agent("order-desk"))), uses, Optional.empty());
        then(new RunEvent.Answered(
                step, 1, "local/m", "tool_calls", new Usage(10, 1, 5, 2), 700, Optional.empty(), message));
        return then(events.toArray(RunEvent[]::new));
    }

    static RunEvent proposed(String call, int step, int ordinal, String tool, String use, Optional<String> undoes) {
        return new RunEvent.ToolProposed(call, step, ordinal, tool, use, ARGS_HASH, ARGUMENTS, undoes);
    }

    Instant now() {
        return BEGIN.plus(Duration.ofSeconds(journal.size()));
    }

    RunState state() {
        return state;
    }

    List<JournalEvent> journal() {
        return List.copyOf(journal);
    }

    List<Effect> outstanding() {
        return Machine.outstanding(state);
    }

    CallView call(String id) {
        return state.call(id).orElseThrow();
    }

    List<String> calls() {
        return state.calls().map(call -> call.id() + " " + call.state()).toList();
    }

    static List<Effect> effects(Effect... effects) {
        return Arrays.asList(effects);
    }
}

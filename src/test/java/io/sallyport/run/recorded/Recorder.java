package io.sallyport.run.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.chat.ToolUse;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.NewEvent;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.json.Json;
import io.sallyport.run.explorer.Budget.Mishap;
import io.sallyport.run.explorer.Scenario;
import io.sallyport.run.explorer.Walk;
import io.sallyport.run.machine.ChildUse;
import io.sallyport.run.machine.Loan;
import io.sallyport.run.machine.Parentage;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes recordings of this version into a folder that has none of the same names yet: {@code java … Recorder FOLDER}. Run it for a new
 * engine format, never over an old one.
 */
public final class Recorder {
    private static final Instant BEGIN = Instant.parse("2026-05-01T10:00:00Z");
    private static final String ODD = "nul \0 lone \ud800 pair \ud83d\ude00";

    private static final String ASLEEP = "replica-a puts C4_DECISION to the store: run.waiting";

    private Recorder() {}

    public static void main(String... args) throws IOException {
        for (Map.Entry<String, List<JournalEvent>> run : runs().entrySet()) {
            write(Path.of(args[0]), run.getKey(), run.getValue());
        }
    }

    /** Into a file that is named after what it is {@code about}, unless there is one. */
    static void write(Path folder, String about, List<JournalEvent> journal) throws IOException {
        Path file =
                Files.createDirectories(folder).resolve(about.replace(",", "").replace(' ', '-') + ".json");
        if (Files.notExists(file)) {
            Files.writeString(file, readable(RecordedJournal.write(about, journal)) + "\n");
        }
    }

    /** Indented, and with half characters spelled out: a file has none. */
    private static String readable(JsonNode file) {
        return file.toPrettyString()
                .codePoints()
                .mapToObj(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE
                        ? String.format("\\u%04x", c)
                        : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static Map<String, List<JournalEvent>> runs() {
        Map<String, List<JournalEvent>> runs = new LinkedHashMap<>();
        Scenario keyed = Scenario.of("keyed", Scenario.keyed());
        Scenario once = Scenario.of("once", Scenario.once());
        Scenario approved = Scenario.of("approved", Scenario.once().approved());
        runs.put("plain answer", Walk.journal(Scenario.of("plain")));
        runs.put("tool success", Walk.journal(keyed));
        runs.put("two tools at once", Walk.journal(Scenario.of("two", Scenario.keyed(), Scenario.harmless())));
        runs.put("approved", Walk.journal(approved, ASLEEP, "alice: approve"));
        Scenario policy = Scenario.of(
                "policy", Scenario.once().byPolicy(), Scenario.once().byPolicy());
        runs.put("approved for two", Walk.journal(policy, ASLEEP, "alice: approve"));
        runs.put("denied by a person", Walk.journal(approved, ASLEEP, "alice: deny"));
        runs.put("approval expired", Walk.journal(approved, "the wait is over"));
        runs.put(
                "owner lost and called again",
                Walk.journal(keyed.with(Mishap.CRASH), "replica-a sends", "replica-a crashes"));
        runs.put(
                "reset and called again",
                Walk.journal(keyed.with(Mishap.RESET), "replica-a sends call_1_1_1#1: reset"));
        runs.put("refused", Walk.journal(keyed.with(Mishap.REFUSAL), "replica-a sends call_1_1_1#1: refused"));
        runs.put(
                "unknown and reconciled",
                Walk.journal(
                        once.with(Mishap.RESET), "replica-a sends call_1_1_1#1: reset", ASLEEP, "alice finds out"));
        runs.put(
                "unknown and expired",
                Walk.journal(
                        once.with(Mishap.RESET, Mishap.NOBODY_COMES),
                        "replica-a sends call_1_1_1#1: reset",
                        ASLEEP,
                        "the wait is over"));
        runs.put("cancelled", Walk.journal(keyed.with(Mishap.CANCEL), "replica-a looks at", "alice cancels"));
        runs.put(
                "provider pause",
                Walk.journal(keyed.with(Mishap.PROVIDER_DOWN), "replica-a hears that no model", "the wait is over"));
        runs.put("model asked again", Walk.journal(keyed.with(Mishap.CRASH), "replica-a puts C2", "replica-a crashes"));
        runs.put("answer lost", answerLost());
        runs.put("limit exceeded", limitExceeded());
        runs.put("asked another agent", askedAnotherAgent());
        runs.put("question and compensation", questionAndCompensation());
        runs.put("failed", told(created(), new RunEvent.Failed("prompt_broken", "No.", Optional.of("Mend it."))));
        runs.put("erased", erased(questionAndCompensation()));
        return runs;
    }

    private static RunEvent created() {
        return new RunEvent.Created(
                "order-desk",
                "rev",
                "thread_1",
                List.of(Message.of(Role.USER, ODD, Label.USER)),
                Json.object().put("ticket", ODD));
    }

    private static RunEvent opened() {
        Message picture = Message.of(
                Role.USER,
                new Part.Text("{\"x\":1}", Label.USER),
                new Part.Image("https://pictures.example/1", Label.USER));
        return new RunEvent.Started(List.of(Message.of(Role.SYSTEM, "You sell tea.", Label.SYSTEM), picture), 1);
    }

    private static List<JournalEvent> answerLost() {
        return told(
                created(),
                opened(),
                asked(1),
                new RunEvent.MessageLost(1, 1, Optional.empty(), "not_answered", 2000, 1_000_000),
                new RunEvent.Reset(1, 2, "chat-default", "another_attempt", 1800, 900_000),
                new RunEvent.MessageLost(1, 2, Optional.of("local/m"), "idle_timeout", 40, 20_000),
                said("Tea is served."),
                new RunEvent.Completed());
    }

    private static RunEvent said(String text) {
        Message message = new Message(
                Role.ASSISTANT, List.of(new Part.Text(text, Label.agent("order-desk"))), List.of(), Optional.empty());
        return new RunEvent.Answered(
                1, 2, "cloud/m", "stop", new Usage(100, 0, 9, 0), 5_000, Optional.of("USD"), message);
    }

    private static List<RunEvent> wanted(int step, String... tools) {
        List<RunEvent> events = new ArrayList<>();
        List<ToolUse> uses = new ArrayList<>();
        for (int i = 1; i <= tools.length; i++) {
            JsonNode arguments =
                    i == 2 ? TextNode.valueOf("not json " + ODD) : Json.object().put("sku", "tea");
            uses.add(new ToolUse("use_" + i, tools[i - 1], Json.text(arguments)));
            events.add(new RunEvent.ToolProposed(
                    "call_" + step + "_" + i,
                    step,
                    i,
                    tools[i - 1],
                    "use_" + i,
                    Json.canonical(arguments).sha256(),
                    arguments,
                    Optional.empty()));
        }
        Message message = new Message(
                Role.ASSISTANT, List.of(new Part.Text(ODD, Label.agent("order-desk"))), uses, Optional.empty());
        events.addFirst(new RunEvent.Answered(
                step, 1, "local/m", "tool_calls", new Usage(1000, 200, 90, 30), 123_456, Optional.of("USD"), message));
        return events;
    }

    private static List<JournalEvent> limitExceeded() {
        List<RunEvent> events = new ArrayList<>(List.of(created(), opened(), asked(1)));
        events.addAll(wanted(1, "create_order", "create_order", "no_such_tool"));
        events.add(denied("call_1_2", "invalid_arguments"));
        events.add(denied("call_1_3", "unknown_tool"));
        events.add(new RunEvent.ToolAllowed("call_1_1", "grant when args.quantity <= 100", Optional.empty()));
        events.add(new RunEvent.ToolStarted("call_1_1", 1, "key_1", 1, 3000));
        events.add(new RunEvent.ToolCompleted(
                "call_1_1",
                CallState.FAILED_APPLIED,
                Optional.of("applied"),
                Json.object().put("said", ODD)));
        events.add(new RunEvent.LimitExceeded("steps", "1"));
        return told(events.toArray(RunEvent[]::new));
    }

    /** A child that has asked another one, which has answered, and a second one, which it did not live to hear. */
    private static List<JournalEvent> askedAnotherAgent() {
        Loan loan = new Loan(5000, 900_000, 3, 2, 60_000, 1);
        RunEvent begun = new RunEvent.Created(
                "researcher",
                "rev",
                "thread_2",
                List.of(Message.of(Role.USER, ODD, Label.agent("order-desk"))),
                Json.object().put("ticket", ODD),
                Optional.empty(),
                Optional.of(
                        new Parentage("run_0", "call_0", new Loan(Loan.UNBOUNDED, 5_000_000, 9, 8, 120_000, 2), true)));
        List<RunEvent> events = new ArrayList<>(List.of(begun, opened(), asked(1)));
        events.addAll(wanted(1, "agent_reader", "agent_reader"));
        events.addAll(List.of(
                new RunEvent.ToolAllowed("call_1_1", "grant", Optional.empty()),
                new RunEvent.ToolAllowed("call_1_2", "grant", Optional.empty()),
                new RunEvent.ChildStarted("call_1_1", "run_1", "reader", loan),
                new RunEvent.ChildStarted("call_1_2", "run_2", "reader", loan),
                new RunEvent.Waiting(
                        RunStatus.WAITING_CHILD, 604_800_000, Json.object().put("calls", 2)),
                new RunEvent.Resumed(RunStatus.WAITING_CHILD),
                new RunEvent.ToolCompleted(
                        "call_1_1",
                        CallState.SUCCEEDED,
                        Optional.empty(),
                        TextNode.valueOf(ODD),
                        Optional.empty(),
                        Optional.of(new ChildUse("run_1", "COMPLETED", 700, 123_000, 2, 1, true))),
                new RunEvent.ToolReconciled(
                        "call_1_2", "abandoned", "run", Json.object().put("error", ODD)),
                new RunEvent.Cancelled("run_0", Optional.of("The run that began this one has ended."))));
        return told(events.toArray(RunEvent[]::new));
    }

    private static List<JournalEvent> questionAndCompensation() {
        List<RunEvent> events = new ArrayList<>(List.of(created(), opened(), asked(1)));
        events.addAll(wanted(1, "ask_customer", "create_order"));
        JsonNode none = Json.object();
        events.addAll(List.of(
                new RunEvent.ToolAllowed("call_1_1", "grant", Optional.empty()),
                new RunEvent.ToolAllowed("call_1_2", "grant", Optional.empty()),
                new RunEvent.ToolStarted("call_1_1", 1, "key_1", 1, 3000),
                new RunEvent.ToolStarted("call_1_2", 1, "key_2", 1, 3000),
                new RunEvent.InputRequired("call_1_1", Json.object().put("question", "Green or black?")),
                new RunEvent.ToolUnknown(
                        "call_1_2", "unknown_effect", Json.object().put("error", ODD)),
                new RunEvent.ToolProposed(
                        "call_1_3",
                        1,
                        1_000_002,
                        "cancel_order",
                        "",
                        Json.canonical(none).sha256(),
                        none,
                        Optional.of("call_1_2")),
                new RunEvent.ToolAllowed("call_1_3", "compensation of call_1_2", Optional.empty()),
                new RunEvent.ToolStarted("call_1_3", 1, "key_3", 1, 3000),
                new RunEvent.ToolCompleted("call_1_3", CallState.SUCCEEDED, Optional.empty(), Json.object()),
                new RunEvent.ToolReconciled(
                        "call_1_2", "compensated", "policy", Json.object().put("undone", true)),
                new RunEvent.ToolCompleted("call_1_1", CallState.SUCCEEDED, Optional.empty(), TextNode.valueOf(ODD)),
                asked(2),
                new RunEvent.Cancelled("web-chat/alice", Optional.of(ODD))));
        return told(events.toArray(RunEvent[]::new));
    }

    private static RunEvent asked(int step) {
        return new RunEvent.StepStarted(step, 1, "chat-default", 2000, 1_000_000);
    }

    private static RunEvent denied(String call, String code) {
        return new RunEvent.ToolDenied(
                call, code, Optional.empty(), Json.object().put("error", code));
    }

    private static List<JournalEvent> told(RunEvent... events) {
        List<JournalEvent> journal = new ArrayList<>();
        for (RunEvent event : events) {
            NewEvent written = RunEventJson.write(event);
            Instant at = BEGIN.plusMillis(137L * journal.size());
            journal.add(new JournalEvent(
                    journal.size() + 1L, at, written.type(), written.data(), written.content(), false));
        }
        return journal;
    }

    private static List<JournalEvent> erased(List<JournalEvent> journal) {
        return journal.stream()
                .map(event -> new JournalEvent(
                        event.seq(), event.at(), event.type(), event.data(), null, event.content() != null))
                .toList();
    }
}

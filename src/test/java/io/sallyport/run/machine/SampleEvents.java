package io.sallyport.run.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Part;
import io.sallyport.chat.Role;
import io.sallyport.chat.ToolUse;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.core.Sha256;
import io.sallyport.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One or more of every kind of event, with {@code said} in every place where somebody's words are kept. */
record SampleEvents(String said) {

    List<RunEvent> all() {
        return Stream.of(spoken(), called(), asked(), ended())
                .flatMap(List::stream)
                .toList();
    }

    private List<RunEvent> spoken() {
        return List.of(
                new RunEvent.Created(
                        "order-desk",
                        "sha256:1",
                        "thread_1",
                        List.of(Message.of(Role.USER, said, Label.USER)),
                        Json.object().put("ticket", said)),
                new RunEvent.Created(
                        "order-desk",
                        "sha256:1",
                        "thread_1",
                        List.of(),
                        Json.object(),
                        Optional.of(new Starter(true, Set.of("clerk", "boss")))),
                new RunEvent.Created(
                        "researcher",
                        "sha256:2",
                        "thread_2",
                        List.of(Message.of(Role.USER, said, Label.agent("order-desk"))),
                        Json.object().put("ticket", said),
                        Optional.of(new Starter(false, Set.of("clerk"))),
                        Optional.of(new Parentage(
                                "run_1", "call_1", new Loan(500, Loan.UNBOUNDED, 3, 2, 60_000, 1), true))),
                new RunEvent.Started(opening(), 1),
                new RunEvent.StepStarted(1, 1, "chat-default", 1200, 3_400_000),
                new RunEvent.Reset(1, 2, "chat-default", "another_attempt", 1300, 3_500_000),
                new RunEvent.Answered(
                        1, 2, "local/smollm2", "tool_calls", new Usage(10, 2, 7, 3), 512, Optional.empty(), answer()),
                new RunEvent.Answered(
                        1, 2, "local/smollm2", "stop", new Usage(10, 2, 7, 3), 512, Optional.of("USD"), answer()),
                new RunEvent.MessageLost(1, 1, Optional.empty(), "not_answered", 1200, 3_400_000),
                new RunEvent.MessageLost(1, 2, Optional.of("local/smollm2"), "idle_timeout", 17, 512));
    }

    private List<RunEvent> called() {
        return List.of(
                new RunEvent.ToolProposed(
                        "call_1", 1, 1, "create_order", "use_1", Sha256.of(said), words(), Optional.empty()),
                new RunEvent.ToolProposed(
                        "call_2",
                        1,
                        2,
                        "cancel_order",
                        "",
                        Sha256.of(said),
                        TextNode.valueOf(said),
                        Optional.of("call_1")),
                new RunEvent.ToolProposed("call_3", 1, 3, "", "use_3", Sha256.of(said), words(), Optional.empty()),
                new RunEvent.ToolAllowed("call_1", "grant", Optional.empty()),
                new RunEvent.ToolAllowed("call_1", "approval", Optional.of("web-chat/alice")),
                new RunEvent.ApprovalRequired("call_1", "appr_1", Sha256.of(said), 86_400_000),
                new RunEvent.ApprovalRequired(
                        "call_1",
                        "appr_1",
                        Sha256.of(said),
                        86_400_000,
                        Optional.of("policy: untrusted words decide"),
                        List.of(new RunEvent.Origin(
                                "/to",
                                List.of(
                                        new RunEvent.From("tool:read_mail", Optional.of("call_0")),
                                        new RunEvent.From("tool:read_mail", Optional.empty()))))),
                new RunEvent.ToolDenied("call_1", "denied_by_person", Optional.of("web-chat/bob"), words()),
                new RunEvent.ToolDenied("call_1", "invalid_arguments", Optional.empty(), words()),
                new RunEvent.ToolDenied(
                        "call_1", "not_permitted", Optional.empty(), words(), Optional.of("grant when args.n <= 1")),
                new RunEvent.ToolStarted("call_1", 1, "key_1", 3, 3000),
                new RunEvent.ToolAgain("call_1", 1, "later", 250, false),
                new RunEvent.ToolAgain("call_1", 2, "unknown", 250, true),
                new RunEvent.InputRequired("call_1", words()),
                new RunEvent.ToolCompleted("call_1", CallState.SUCCEEDED, Optional.empty(), words()),
                new RunEvent.ToolCompleted("call_1", CallState.FAILED_APPLIED, Optional.of("applied"), words()),
                new RunEvent.ToolCompleted(
                        "call_1", CallState.SUCCEEDED, Optional.empty(), words(), Optional.of("call_7")),
                new RunEvent.ToolUnknown("call_1", "unknown_effect", words()),
                new RunEvent.ToolReconciled("call_1", "applied", "ops/carol", words()));
    }

    private List<RunEvent> asked() {
        return List.of(
                new RunEvent.ChildStarted(
                        "call_1", "run_2", "researcher", new Loan(Loan.UNBOUNDED, 7_000_000, 3, 2, 60_000, 1)),
                new RunEvent.ToolCompleted(
                        "call_1",
                        CallState.SUCCEEDED,
                        Optional.empty(),
                        words(),
                        Optional.empty(),
                        Optional.of(new ChildUse("run_2", "COMPLETED", 120, 512, 2, 1, true))));
    }

    private List<RunEvent> ended() {
        return List.of(
                new RunEvent.Waiting(
                        RunStatus.WAITING_TIMER, 1000, Json.object().put("provider", "provider_error")),
                new RunEvent.Waiting(RunStatus.WAITING_APPROVAL, -1, Json.object()),
                new RunEvent.Resumed(RunStatus.WAITING_APPROVAL),
                new RunEvent.Completed(),
                new RunEvent.Failed("no_progress", "Its owner has died.", Optional.of("Look for it.")),
                new RunEvent.Failed("no_progress", "Its owner has died.", Optional.empty()),
                new RunEvent.Cancelled("web-chat/alice", Optional.of(said)),
                new RunEvent.Cancelled("web-chat/alice", Optional.empty()),
                new RunEvent.Expired(RunStatus.WAITING_INPUT),
                new RunEvent.LimitExceeded("steps", "20"));
    }

    private List<Message> opening() {
        return List.of(
                Message.of(Role.SYSTEM, said, Label.SYSTEM),
                Message.of(Role.USER, new Part.Text(said, Label.USER), new Part.Image("data:" + said, Label.USER)));
    }

    private Message answer() {
        return new Message(
                Role.ASSISTANT,
                List.of(new Part.Text(said, Label.agent("order-desk"))),
                List.of(new ToolUse("use_1", "create_order", "{\"sku\":\"" + said + "\"}")),
                Optional.empty());
    }

    private JsonNode words() {
        return Json.object().put("said", said);
    }
}

package io.sallyport.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.tool.ValueCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** What people tell a run that waits for them: the answer to a question, or what became of a call whose outcome nobody knows. */
@Singleton
public class Answers {
    private final Runs runs;
    private final RunViews views;
    private final Checkpoints checkpoints;

    Answers(Runs runs, RunViews views, Checkpoints checkpoints) {
        this.runs = runs;
        this.views = views;
        this.checkpoints = checkpoints;
    }

    /**
     * Answers a question.
     *
     * @param call which; empty: the only one that is open
     */
    public Uni<RunRecord> answer(Caller caller, String run, Optional<String> call, JsonNode answer) {
        return runs.find(caller, run)
                .invoke(Answers::mustBeOpen)
                .chain(record -> asked(record, call, answer)
                        .call(line -> mustBeFirst(record, line, Signal.Kind.INPUT))
                        .chain(line -> runs.signal(
                                caller.identity(),
                                record,
                                Signal.Kind.INPUT,
                                Json.object().put("call", line.id()).set("answer", answer),
                                line.id())));
    }

    /** Settles a call whose outcome nobody knows; for administrators, and for the run's creator where that is a person. */
    public Uni<RunRecord> reconcile(Caller caller, String run, String call, Reconciliation finding) {
        AgentIdentity who = caller.identity();
        return runs.find(caller, run).invoke(Answers::mustBeOpen).chain(record -> {
            if (!who.person() && !caller.may().allows("admin")) {
                throw RunProblems.noPerson(who).exception();
            }
            if (!RunAccess.isId(call)) {
                throw RunProblems.noSuchCall(call).exception();
            }
            return views.call(record.id(), call)
                    .map(found ->
                            found.orElseThrow(() -> RunProblems.noSuchCall(call).exception()))
                    .invoke(Answers::mustBeUnknown)
                    .call(line -> mustBeFirst(record, line, Signal.Kind.RECONCILE))
                    .chain(line -> runs.signal(who, record, Signal.Kind.RECONCILE, data(line, finding), line.id()));
        });
    }

    private static JsonNode data(CallLine line, Reconciliation finding) {
        ObjectNode data = Json.object()
                .put("call", line.id())
                .put("outcome", finding.outcome().word())
                .put("note", finding.note());
        finding.result().ifPresent(result -> data.set("result", result));
        return data;
    }

    private Uni<CallLine> asked(RunRecord run, Optional<String> call, JsonNode answer) {
        return views.details(run.id(), run.status()).map(details -> {
            if (call.isPresent()
                    && details.calls().stream().noneMatch(line -> line.id().equals(call.get()))) {
                throw RunProblems.noSuchCall(call.get()).exception();
            }
            List<CallLine> open = details.calls().stream()
                    .filter(line -> line.state() == CallState.AWAITING_INPUT)
                    .filter(line -> call.isEmpty() || line.id().equals(call.get()))
                    .toList();
            if (open.size() != 1) {
                throw RunProblems.notWaiting(
                                open.isEmpty()
                                        ? "Nothing in the run waits for an answer" + ofCall(call) + "."
                                        : "Several questions are open: name one by call.")
                        .exception();
            }
            mustFit(details, open.getFirst(), answer);
            return open.getFirst();
        });
    }

    // A question that has been erased, or that came without a schema, takes any answer.
    private static void mustFit(RunDetails details, CallLine line, JsonNode answer) {
        details.questions().stream()
                .filter(event -> Json.own(event.data()).path("call").asText().equals(line.id()))
                .findFirst()
                .map(JournalEvent::content)
                .map(content -> Json.own(content).get("schema"))
                .flatMap(schema -> ValueCheck.violation(schema, answer))
                .ifPresent(error -> {
                    throw RunProblems.answerMismatch(error).exception();
                });
    }

    private static String ofCall(Optional<String> call) {
        return call.map(id -> " to the call " + id).orElse("");
    }

    /**
     * What was told counts as soon as it is in the inbox, although the run itself may not have looked yet. Of two who get past this at the
     * same moment the store lets one through.
     */
    private Uni<Void> mustBeFirst(RunRecord run, CallLine line, Signal.Kind kind) {
        return checkpoints
                .signals(run.id(), 0)
                .invoke(signals -> {
                    for (Signal signal : signals) {
                        if (signal.kind() == kind
                                && Json.own(signal.data()).path("call").asText().equals(line.id())) {
                            throw RunProblems.settled(line.id(), signal.actor()).exception();
                        }
                    }
                })
                .replaceWithVoid();
    }

    private static void mustBeOpen(RunRecord run) {
        if (run.status().terminal()) {
            throw RunProblems.ended(run).exception();
        }
    }

    private static void mustBeUnknown(CallLine line) {
        if (line.state() != CallState.UNKNOWN) {
            throw RunProblems.notWaiting(
                            "The call is " + line.state() + "; only one that is UNKNOWN can be reconciled.")
                    .with("state", line.state().name())
                    .exception();
        }
    }
}

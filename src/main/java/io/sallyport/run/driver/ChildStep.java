package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.chat.Label;
import io.sallyport.chat.Message;
import io.sallyport.chat.Role;
import io.sallyport.checkpoint.CallState;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.NewChild;
import io.sallyport.checkpoint.NewRun;
import io.sallyport.core.Sha256;
import io.sallyport.run.RunOrigin;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.Loan;
import io.sallyport.run.machine.Parentage;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.RunEventJson;
import io.sallyport.stop.Stop;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * C5 of a call that another agent answers: the intent and the child's run are one commit, so that nobody can die between them, and whoever
 * takes the parent over finds both or neither.
 */
final class ChildStep {
    /** Characters of a digest that tell runs apart: 104 bits. */
    private static final int ID_CHARACTERS = 26;

    private final RunTask task;
    private final Conductor conductor;
    private final Services services;
    private final ToolSteps steps;
    private final String id;
    private @Nullable RunOrigin origin;

    ChildStep(RunTask task, Conductor conductor, Services services, ToolSteps steps, String id) {
        this.task = task;
        this.conductor = conductor;
        this.services = services;
        this.steps = steps;
        this.id = id;
    }

    void begin() {
        String child = name("run");
        task.submit(() -> plan(child), left -> {
            if (left == Mailbox.Left.COMMITTED && origin != null) {
                origin.accepted();
                services.wakes().wake(child);
            }
            conductor.ended(id);
        });
    }

    /** The same for a call whoever begins it. Calls have names that nobody guesses, and so these have too. */
    private String name(String kind) {
        String digest = Sha256.of(task.run().id() + "\n" + id).hex();
        return kind + "_" + digest.substring(0, ID_CHARACTERS);
    }

    private Optional<Draft> plan(String child) {
        CallView call = steps.view(id);
        if (!task.mayAct() || call.state() != CallState.ALLOWED) {
            return Optional.empty();
        }
        Optional<Stop> stop = services.perform().rules().over(steps.tool(call));
        if (stop.isPresent()) {
            return Optional.of(failed(ToolErrors.stopped(stop.get())));
        }
        Catalog catalog = services.catalogs().current();
        String name = agent(steps.tool(call)).orElseThrow();
        AgentRevision called = catalog.agents().get(name);
        if (called == null) {
            return Optional.of(failed(gone(name)));
        }
        return switch (Lending.of(task.limits(), task.state(), called.agent().limits(), waiting(), task.wallLeft())) {
            case Lending.Result.TooLittle(String limit) -> Optional.of(failed(tooLittle(limit)));
            case Lending.Result.Lent(Loan loan) -> Optional.of(begun(call, child, called, loan));
        };
    }

    /** Children that the model wants and that have not begun, this one included. */
    private int waiting() {
        return (int) task.state()
                .calls()
                .filter(call -> call.state() == CallState.ALLOWED)
                .filter(call -> agent(steps.tool(call)).isPresent())
                .count();
    }

    private Draft begun(CallView call, String child, AgentRevision called, Loan loan) {
        String name = called.agent().name();
        String thread = name("thread");
        boolean untrusted = Trust.hasReadUntrusted(task.state(), task.history(), task.revision());
        RunEvent.Created created = new RunEvent.Created(
                name,
                called.digest(),
                thread,
                List.of(Message.of(
                        Role.USER,
                        call.arguments().path("input").asText(),
                        Label.agent(task.run().agent()))),
                task.state().metadata(),
                task.state().starter(),
                Optional.of(new Parentage(task.run().id(), id, loan, untrusted)));
        NewRun run = new NewRun(
                child,
                task.run().tenant(),
                name,
                called.digest(),
                called.spec(),
                thread,
                NewRun.Busy.ENQUEUE,
                task.run().client(),
                task.run().subject(),
                task.run().requestId(),
                task.traceparent(),
                call.argsHash(),
                RunEventJson.write(created),
                Optional.empty());
        RunOrigin from = services.observer().asking(run, steps.tool(call), CallIds.of(task, call));
        origin = from;
        return Draft.of(CommitPoint.C5_INTENT, new RunEvent.ChildStarted(id, child, name, loan))
                .with(new NewChild(run.continuing(from.traceparent()), id));
    }

    private Draft failed(ToolError error) {
        return Draft.of(
                CommitPoint.C6_RESULT,
                new RunEvent.ToolCompleted(id, CallState.FAILED_NOT_APPLIED, Optional.of(error.code()), error.json()));
    }

    /** The agent that {@code tool} is, where it is one. */
    static Optional<String> agent(ToolSpec tool) {
        return tool.binding() instanceof ToolBinding.Agent(String name) ? Optional.of(name) : Optional.empty();
    }

    static ToolError gone(String agent) {
        return new ToolError(
                "agent_gone",
                "The agent `" + agent + "` is not in the catalogue any more. It was not asked.",
                false,
                "Go on without it.",
                null);
    }

    private static ToolError tooLittle(String limit) {
        return new ToolError(
                "budget_too_small",
                "Too little is left of what this run may use (" + limit
                        + ") for another agent to begin. It was not asked.",
                false,
                "Finish with what there is.",
                null);
    }
}

package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.chat.ToolUse;
import io.sallyport.checkpoint.CommitPoint;
import io.sallyport.checkpoint.RunStatus;
import io.sallyport.run.machine.CallView;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.stop.Stop;
import io.sallyport.tool.CheckedArguments;
import io.sallyport.tool.GrantConditions;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** C4: what of that which a model proposes may be done, what not, and what a person has to decide. All of a step's calls in one commit. */
final class DecideStep {
    private final RunTask task;
    private final Conductor conductor;
    private final Services services;
    private final UserBehind user;

    DecideStep(RunTask task, Conductor conductor, Services services, UserBehind user) {
        this.task = task;
        this.conductor = conductor;
        this.services = services;
        this.user = user;
    }

    void begin(List<String> calls) {
        AgentSpec.Limits limits = task.revision().agent().limits();
        long all = task.state().calls().count();
        if (all > limits.toolCalls()) {
            conductor.end(
                    new RunEvent.LimitExceeded("toolCalls", Integer.toString(limits.toolCalls())),
                    RunStatus.LIMIT_EXCEEDED);
            conductor.ended("decide");
            return;
        }
        boolean inUsersName =
                calls.stream().flatMap(id -> task.state().call(id).stream()).anyMatch(call -> isInUsersName(call));
        if (inUsersName) {
            user.isThere("decide", there -> decide(calls, there));
        } else {
            decide(calls, false);
        }
    }

    private boolean isInUsersName(CallView call) {
        return Optional.ofNullable(task.revision().tools().get(call.tool()))
                .filter(ToolSpec::inUsersName)
                .isPresent();
    }

    private void decide(List<String> calls, boolean userIsThere) {
        List<RunEvent> decisions = new ArrayList<>();
        calls.forEach(id -> task.state().call(id).ifPresent(call -> decisions.add(decision(call, userIsThere))));
        task.submit(() -> Optional.of(Draft.of(CommitPoint.C4_DECISION, decisions)), left -> conductor.ended("decide"));
    }

    private RunEvent decision(CallView call, boolean userIsThere) {
        AgentRevision revision = task.revision();
        ToolSpec tool = revision.tools().get(call.tool());
        Optional<AgentSpec.ToolGrant> grant = revision.grant(call.tool());
        if (tool == null || grant.isEmpty()) {
            return denied(
                    call,
                    ToolErrors.unknownTool(
                            named(call),
                            revision.granted().stream().map(ToolSpec::name).toList()));
        }
        if (!services.catalogs().current().tools().containsKey(tool.name())) {
            return denied(call, gone(tool));
        }
        Optional<Stop> stop = services.perform().rules().over(tool.name());
        if (stop.isPresent()) {
            return denied(call, ToolErrors.stopped(stop.get()));
        }
        if (tool.inUsersName() && !userIsThere) {
            return denied(call, ToolErrors.userRequired(tool.name()));
        }
        return switch (services.perform().tools().arguments().check(tool, call.arguments())) {
            case CheckedArguments.Invalid(ToolError error) -> denied(call, error);
            case CheckedArguments.Valid valid ->
                services.perform()
                        .rules()
                        .refusal(task, grant.get(), valid.arguments())
                        .map(error -> denied(call, error))
                        .orElseGet(() -> permitted(call, tool, grant.get()));
        };
    }

    /** As the model named it. */
    private String named(CallView call) {
        return task.state().steps().stream()
                .filter(step -> step.step() == call.step())
                .flatMap(step -> step.uses().stream())
                .filter(use -> use.id().equals(call.useId()))
                .findFirst()
                .map(ToolUse::name)
                .orElse(call.tool());
    }

    private RunEvent permitted(CallView call, ToolSpec tool, AgentSpec.ToolGrant grant) {
        if (tool.approval() == Approval.ALWAYS) {
            long expires = task.revision().agent().approvalExpiry().toMillis();
            return new RunEvent.ApprovalRequired(call.id(), services.ids().next("appr"), call.argsHash(), expires);
        }
        return new RunEvent.ToolAllowed(call.id(), GrantConditions.rule(grant), Optional.empty());
    }

    private static ToolError gone(ToolSpec tool) {
        return new ToolError(
                "tool_gone",
                "The tool `" + tool.name() + "` is not in the catalogue any more. It was not called.",
                false,
                "Go on without it.",
                null);
    }

    private static RunEvent denied(CallView call, ToolError error) {
        return new RunEvent.ToolDenied(
                call.id(), error.code(), Optional.empty(), error.json(), Optional.ofNullable(error.rule()));
    }
}

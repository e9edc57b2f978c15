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
import io.sallyport.run.machine.RunState;
import io.sallyport.stop.Stop;
import io.sallyport.tool.CheckedArguments;
import io.sallyport.tool.GrantConditions;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import java.util.List;
import java.util.Optional;

/** C4: what of that which a model proposes may be done, what not, and what a person has to decide. All of a step's calls in one commit. */
final class DecideStep {
    /** What the decisions of one step are made from, as it is at one moment. */
    private record Known(Facts facts, ByPolicy policy, boolean userIsThere) {}

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
        AgentSpec.Limits limits = task.limits();
        long all = task.state().calls().count() + task.state().spent().family().toolCalls();
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
        RunState state = task.state();
        Known known = new Known(
                Facts.of(task), new ByPolicy(state, task.history(), task.revision(), services.ids()), userIsThere);
        task.beside()
                .compute(
                        task.isLarge() && state.calls().anyMatch(this::isByPolicy),
                        () -> decisions(state, calls, known),
                        decisions -> task.submit(
                                () -> Optional.of(Draft.of(CommitPoint.C4_DECISION, decisions)),
                                left -> conductor.ended("decide")));
    }

    private boolean isByPolicy(CallView call) {
        ToolSpec tool = task.revision().tools().get(call.tool());
        return tool != null && tool.approval() == Approval.BY_POLICY;
    }

    private List<RunEvent> decisions(RunState state, List<String> calls, Known known) {
        return calls.stream()
                .flatMap(id -> state.call(id).stream())
                .flatMap(call -> decision(call, known).stream())
                .toList();
    }

    private Optional<RunEvent> decision(CallView call, Known known) {
        AgentRevision revision = task.revision();
        ToolSpec tool = revision.tools().get(call.tool());
        Optional<AgentSpec.ToolGrant> grant = revision.grant(call.tool());
        if (tool == null || grant.isEmpty()) {
            return Optional.of(denied(
                    call,
                    ToolErrors.unknownTool(
                            named(call),
                            revision.granted().stream().map(ToolSpec::name).toList())));
        }
        Optional<ToolError> refused = ChildStep.agent(tool)
                .map(agent -> Asking.refusal(
                        services.catalogs().current(),
                        revision.agent(),
                        agent,
                        task.limits().depth()))
                .orElseGet(() -> gone(tool));
        if (refused.isPresent()) {
            return Optional.of(denied(call, refused.get()));
        }
        Optional<Stop> stop = services.perform().rules().over(tool);
        if (stop.isPresent()) {
            return Optional.of(denied(call, ToolErrors.stopped(stop.get())));
        }
        if (tool.inUsersName() && !known.userIsThere()) {
            return Optional.of(denied(call, ToolErrors.userRequired(tool.name())));
        }
        return switch (services.perform().tools().arguments().check(tool, call.arguments())) {
            case CheckedArguments.Invalid(ToolError error) -> Optional.of(denied(call, error));
            case CheckedArguments.Valid valid ->
                services.perform()
                        .rules()
                        .refusal(known.facts(), grant.get(), valid.arguments())
                        .map(error -> Optional.of(denied(call, error)))
                        .orElseGet(() -> permitted(call, tool, grant.get(), known.policy()));
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

    private Optional<RunEvent> permitted(CallView call, ToolSpec tool, AgentSpec.ToolGrant grant, ByPolicy policy) {
        String rule = GrantConditions.rule(grant);
        return switch (tool.approval()) {
            case NEVER -> Optional.of(new RunEvent.ToolAllowed(call.id(), rule, Optional.empty()));
            case BY_POLICY -> policy.on(call, tool, rule);
            case ALWAYS -> {
                long expires = task.revision().agent().approvalExpiry().toMillis();
                yield Optional.of(new RunEvent.ApprovalRequired(
                        call.id(), services.ids().next("appr"), call.argsHash(), expires));
            }
        };
    }

    private Optional<ToolError> gone(ToolSpec tool) {
        return services.catalogs().current().tools().containsKey(tool.name())
                ? Optional.empty()
                : Optional.of(new ToolError(
                        "tool_gone",
                        "The tool `" + tool.name() + "` is not in the catalogue any more. It was not called.",
                        false,
                        "Go on without it.",
                        null));
    }

    private static RunEvent denied(CallView call, ToolError error) {
        return new RunEvent.ToolDenied(
                call.id(), error.code(), Optional.empty(), error.json(), Optional.ofNullable(error.rule()));
    }
}

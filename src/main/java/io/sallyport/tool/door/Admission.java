package io.sallyport.tool.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.AgentSpec.ToolGrant;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.core.ProblemException;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.IdentityProblems;
import io.sallyport.identity.UserToken;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.CheckedArguments;
import io.sallyport.tool.GrantConditions;
import io.sallyport.tool.ToolKeys;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a call may be made at all. Nothing is sent and nothing is written before it has said yes. */
@Singleton
public class Admission {
    private final ArgumentCheck arguments;
    private final GrantConditions conditions;

    Admission(ArgumentCheck arguments, GrantConditions conditions) {
        this.arguments = arguments;
        this.conditions = conditions;
    }

    /** What the caller may use, in the catalogue's order. */
    public static List<ToolSpec> available(Caller caller) {
        return caller.catalog().tools().values().stream()
                .filter(tool -> caller.may().allows(permission(tool.name())))
                .toList();
    }

    /** Whether two calls of the tool could do something twice, so that a key has to tell a repetition from a new wish. */
    public static boolean needsKey(ToolSpec tool) {
        return tool.effect() != Effect.NONE && tool.idempotency() != Idempotency.TRANSACTIONAL;
    }

    /** The tool of that name, if the caller may use it. */
    static ToolSpec permitted(Caller caller, String name) {
        ToolSpec tool = caller.catalog().tools().get(name);
        if (tool == null) {
            throw DoorProblems.noSuchTool(
                            name, available(caller).stream().map(ToolSpec::name).toList())
                    .exception();
        }
        if (!caller.may().allows(permission(name))) {
            throw IdentityProblems.denied(caller.identity(), permission(name)).exception();
        }
        return tool;
    }

    /**
     * The order, ready to be performed.
     *
     * @throws ProblemException why it may not be
     */
    DirectOrder order(Caller caller, DirectRequest request) {
        ToolSpec tool = permitted(caller, request.tool());
        ObjectNode valid = valid(tool, request);
        Optional<AgentSpec> agent = agent(caller);
        agent.flatMap(known -> grant(known, tool)).ifPresent(grant -> mustHold(grant, valid));
        mustNotNeedAPerson(tool);
        mustBeAnAgentWhereOneIsNeeded(tool, agent);
        return new DirectOrder(
                tool,
                valid,
                key(caller.identity(), tool, valid, request),
                caller.identity(),
                agent,
                user(caller, tool),
                request.traceparent());
    }

    private ObjectNode valid(ToolSpec tool, DirectRequest request) {
        return switch (arguments.check(tool, request.arguments())) {
            case CheckedArguments.Valid ok -> ok.arguments();
            case CheckedArguments.Invalid bad ->
                throw DoorProblems.invalidArguments(bad.error()).exception();
        };
    }

    private static Optional<ToolGrant> grant(AgentSpec agent, ToolSpec tool) {
        return agent.tools().stream()
                .filter(grant ->
                        grant.name().equals(tool.name()) && grant.when().isPresent())
                .findFirst();
    }

    /** An agent cannot get around the condition of its grant by calling the tool by itself. */
    private void mustHold(ToolGrant grant, ObjectNode valid) {
        conditions.refusal(grant, valid).ifPresent(error -> {
            throw DoorProblems.conditionFails(error).exception();
        });
    }

    /** A direct call cannot wait for a person, and nobody here knows what its author has read: what needs a look gets none. */
    private static void mustNotNeedAPerson(ToolSpec tool) {
        boolean byPolicy = tool.approval() == Approval.BY_POLICY && tool.effect() != Effect.NONE;
        if (tool.approval() == Approval.ALWAYS || byPolicy) {
            throw DoorProblems.approvalRequired(tool.name()).exception();
        }
    }

    private static void mustBeAnAgentWhereOneIsNeeded(ToolSpec tool, Optional<AgentSpec> agent) {
        if (agent.isEmpty()
                && tool.binding()
                        .endpoint()
                        .filter(http -> http.auth() != ToolBinding.Auth.NONE)
                        .isPresent()) {
            throw DoorProblems.agentRequired(tool.name()).exception();
        }
    }

    /** The token goes no further than this request. */
    private static Optional<UserToken> user(Caller caller, ToolSpec tool) {
        if (!tool.inUsersName()) {
            return Optional.empty();
        }
        return Optional.of(caller.user()
                .orElseThrow(() -> DoorProblems.userRequired(tool.name()).exception()));
    }

    private static Optional<AgentSpec> agent(Caller caller) {
        return caller.catalog().agents().values().stream()
                .map(AgentRevision::agent)
                .filter(agent -> agent.client().equals(caller.identity().client()))
                .findFirst();
    }

    private static @Nullable String key(AgentIdentity who, ToolSpec tool, ObjectNode arguments, DirectRequest request) {
        boolean business = ToolKeys.hasBusinessKey(tool, arguments);
        if (request.key().isEmpty() && !business) {
            if (needsKey(tool)) {
                throw DoorProblems.keyRequired(tool.name()).exception();
            }
            return null;
        }
        var principal = new ToolKeys.Principal(who.tenant(), who.client(), who.subject());
        return ToolKeys.ofCaller(principal, request.key().orElse(""), tool, arguments);
    }

    private static String permission(String tool) {
        return "tool:" + tool;
    }
}

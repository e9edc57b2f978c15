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
import io.sallyport.core.json.Json;
import io.sallyport.identity.AgentIdentity;
import io.sallyport.identity.Caller;
import io.sallyport.identity.IdentityProblems;
import io.sallyport.identity.UserToken;
import io.sallyport.stop.StopProblems;
import io.sallyport.stop.Stops;
import io.sallyport.tool.ArgumentCheck;
import io.sallyport.tool.CallFacts;
import io.sallyport.tool.CheckedArguments;
import io.sallyport.tool.GrantConditions;
import io.sallyport.tool.ToolKeys;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides whether a call may be made at all. Nothing is sent and nothing is written before it has said yes. */
@Singleton
public class Admission {
    private final ArgumentCheck arguments;
    private final GrantConditions conditions;
    private final Stops stops;
    private final InstantSource clock;

    @Inject
    Admission(ArgumentCheck arguments, GrantConditions conditions, Stops stops) {
        this(arguments, conditions, stops, InstantSource.system());
    }

    Admission(ArgumentCheck arguments, GrantConditions conditions, Stops stops, InstantSource clock) {
        this.arguments = arguments;
        this.conditions = conditions;
        this.stops = stops;
        this.clock = clock;
    }

    /**
     * What the caller may use, in the catalogue's order: not what is stopped, nor what a condition on its grant forbids whatever the
     * arguments are.
     */
    public List<ToolSpec> available(Caller caller) {
        Optional<AgentSpec> agent = agent(caller);
        if (agent.flatMap(known -> stops.overAgent(known.name())).isPresent()) {
            return List.of();
        }
        return permitted(caller)
                .filter(tool -> stops.overTool(tool.name()).isEmpty())
                .filter(tool -> agent.flatMap(known -> grant(known, tool))
                        .filter(grant -> conditions.neverHolds(grant, facts(caller, Json.object())))
                        .isEmpty())
                .toList();
    }

    private static Stream<ToolSpec> permitted(Caller caller) {
        return caller.catalog().tools().values().stream()
                .filter(tool -> caller.may().allows(permission(tool.name())));
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
                            name, permitted(caller).map(ToolSpec::name).toList())
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
        Optional<AgentSpec> agent = agent(caller);
        mustNotBeStopped(tool, agent);
        ObjectNode valid = valid(tool, request);
        agent.flatMap(known -> grant(known, tool)).ifPresent(grant -> mustHold(grant, facts(caller, valid)));
        mustNotNeedAPerson(tool);
        mustBeAnAgentWhereOneIsNeeded(tool, agent);
        return new DirectOrder(
                tool,
                valid,
                key(caller.identity(), tool, valid, request),
                caller.identity(),
                agent,
                user(caller, tool),
                request.traceparent(),
                () -> isOpen(tool, agent, caller.identity()));
    }

    private void mustNotBeStopped(ToolSpec tool, Optional<AgentSpec> agent) {
        stops.overTool(tool.name()).ifPresent(stop -> {
            throw StopProblems.tool(stop).exception();
        });
        agent.flatMap(known -> stops.overAgent(known.name())).ifPresent(stop -> {
            throw StopProblems.agent(stop).exception();
        });
    }

    /** Whether nothing was stopped since: asked again before each attempt is sent. */
    private boolean isOpen(ToolSpec tool, Optional<AgentSpec> agent, AgentIdentity caller) {
        return stops.overTool(tool.name()).isEmpty()
                && stops.overPrincipal(caller.client()).isEmpty()
                && agent.flatMap(known -> stops.overAgent(known.name())).isEmpty();
    }

    /** Nobody here knows what the caller has read, nor what its run, wherever that is, may still use. */
    private CallFacts facts(Caller caller, ObjectNode valid) {
        AgentIdentity who = caller.identity();
        CallFacts.Principal principal = new CallFacts.Principal(
                who.client(), who.subject(), who.tenant(), Optional.of(who.roles()), Optional.of(who.person()));
        return new CallFacts(valid, principal, Optional::empty, clock.instant(), Optional.empty());
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
    private void mustHold(ToolGrant grant, CallFacts facts) {
        conditions.refusal(grant, facts).ifPresent(error -> {
            throw DoorProblems.conditionFails(error).exception();
        });
    }

    /** A direct call cannot wait for a person, and nobody here knows what its author has read: what needs a look gets none. */
    private static void mustNotNeedAPerson(ToolSpec tool) {
        boolean byPolicy = tool.approval() == Approval.BY_POLICY && tool.reachesOut();
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

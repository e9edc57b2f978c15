package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.LimitsSpec;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.RouteSpec.BreakerSpec;
import io.sallyport.catalog.ToolBinding;
import io.sallyport.catalog.ToolSpec;
import io.sallyport.catalog.ToolSpec.Approval;
import io.sallyport.catalog.ToolSpec.Effect;
import io.sallyport.catalog.ToolSpec.Idempotency;
import io.sallyport.catalog.ToolSpec.OnNotApplied;
import io.sallyport.catalog.ToolSpec.OnUnknown;
import io.sallyport.core.Bytes;
import io.sallyport.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Agents and tools for tests of the driver. */
final class TestingAgents {
    static final AgentSpec.Limits ROOMY = new AgentSpec.Limits(
            10, 10, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(10), 4);

    private TestingAgents() {}

    static AgentRevision agent(ToolSpec... tools) {
        return agent(ROOMY, tools);
    }

    /** The agent may ask for the first tool only. */
    static AgentRevision grantedTheFirst(ToolSpec... tools) {
        AgentRevision all = agent(ROOMY, tools);
        AgentSpec spec = all.agent();
        AgentSpec first = new AgentSpec(
                spec.name(),
                spec.client(),
                spec.clientSecret(),
                spec.route(),
                spec.prompt(),
                spec.tools().subList(0, 1),
                spec.limits(),
                spec.shared(),
                spec.waitTimeout(),
                spec.approvalExpiry(),
                spec.requireKey(),
                spec.description());
        return new AgentRevision(all.digest(), all.spec(), first, all.prompt(), all.tools());
    }

    /** The agent may call its one tool where {@code when} holds. */
    static AgentRevision conditional(String when, ToolSpec tool) {
        AgentRevision all = agent(ROOMY, tool);
        AgentSpec spec = all.agent();
        AgentSpec bound = new AgentSpec(
                spec.name(),
                spec.client(),
                spec.clientSecret(),
                spec.route(),
                spec.prompt(),
                List.of(new AgentSpec.ToolGrant(tool.name(), Optional.of(when))),
                spec.limits(),
                spec.shared(),
                spec.waitTimeout(),
                spec.approvalExpiry(),
                spec.requireKey(),
                spec.description());
        return new AgentRevision(all.digest(), all.spec(), bound, all.prompt(), all.tools());
    }

    static AgentRevision agent(AgentSpec.Limits limits, ToolSpec... tools) {
        return agent(limits, Duration.ofHours(1), tools);
    }

    static AgentRevision agent(AgentSpec.Limits limits, Duration approvalExpiry, ToolSpec... tools) {
        Map<String, ToolSpec> byName = new LinkedHashMap<>();
        Arrays.stream(tools).forEach(tool -> byName.put(tool.name(), tool));
        AgentSpec spec = new AgentSpec(
                "desk",
                "desk",
                Optional.empty(),
                "r",
                "desk/main",
                Arrays.stream(tools)
                        .map(tool -> new AgentSpec.ToolGrant(tool.name(), Optional.empty()))
                        .toList(),
                limits,
                LimitsSpec.NONE,
                Duration.ofDays(7),
                approvalExpiry,
                false,
                Optional.empty());
        PromptSpec prompt = new PromptSpec("desk/main", 1, "d", Json.object(), "", Map.of());
        return new AgentRevision("rev", Bytes.of("{}"), spec, prompt, byName);
    }

    /** An agent of that name, whom a desk may ask. */
    static AgentRevision helper(String name, AgentSpec.Limits limits, ToolSpec... tools) {
        AgentRevision desk = agent(limits, tools);
        AgentSpec spec = desk.agent();
        AgentSpec helper = new AgentSpec(
                name,
                name,
                spec.clientSecret(),
                spec.route(),
                spec.prompt(),
                spec.tools(),
                spec.limits(),
                spec.shared(),
                spec.waitTimeout(),
                spec.approvalExpiry(),
                spec.requireKey(),
                Optional.of("helps"));
        return new AgentRevision("rev-" + name, Bytes.of("{}"), helper, desk.prompt(), desk.tools());
    }

    /** A desk that may ask the agents of these names, and has these tools. */
    static AgentRevision asking(AgentSpec.Limits limits, List<String> agents, ToolSpec... tools) {
        List<ToolSpec> all = new ArrayList<>(List.of(tools));
        agents.forEach(name -> all.add(functionOf(name)));
        AgentRevision desk = agent(limits, all.toArray(ToolSpec[]::new));
        AgentSpec spec = desk.agent();
        List<AgentSpec.ToolGrant> grants = new ArrayList<>(spec.tools().subList(0, tools.length));
        agents.forEach(name -> grants.add(new AgentSpec.ToolGrant("agent:" + name, Optional.empty())));
        AgentSpec asking = new AgentSpec(
                spec.name(),
                spec.client(),
                spec.clientSecret(),
                spec.route(),
                spec.prompt(),
                grants,
                spec.limits(),
                spec.shared(),
                spec.waitTimeout(),
                spec.approvalExpiry(),
                spec.requireKey(),
                spec.description());
        return new AgentRevision(desk.digest(), desk.spec(), asking, desk.prompt(), desk.tools());
    }

    private static ToolSpec functionOf(String agent) {
        ToolSpec tool = tool("agent_" + agent, Effect.NONE, Idempotency.TRANSACTIONAL);
        return tool.withBinding(new ToolBinding.Agent(agent));
    }

    /** The model {@code p/name}. */
    static ModelSpec model(String name, OptionalInt contextTokens, Optional<Price> price) {
        return new ModelSpec(
                "p/" + name,
                "p",
                name,
                name,
                contextTokens,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false,
                price.map(PriceList::of));
    }

    static ToolSpec tool(String name, Effect effect, Idempotency idempotency) {
        return tool(name, effect, idempotency, Approval.NEVER, OnUnknown.RECONCILE);
    }

    /** A tool with an effect whose argument {@code order} is its business. */
    static ToolSpec business(String name, Idempotency idempotency, Duration timeout) {
        ToolSpec tool = tool(name, Effect.IRREVERSIBLE, idempotency, Approval.NEVER, OnUnknown.RECONCILE, timeout);
        return new ToolSpec(
                tool.name(),
                tool.description(),
                tool.digest(),
                tool.manifest(),
                tool.effect(),
                tool.idempotency(),
                tool.approval(),
                tool.input(),
                tool.output(),
                tool.timeout(),
                tool.keyValidFor(),
                tool.retry(),
                tool.onUnknown(),
                tool.compensate(),
                tool.onNotApplied(),
                List.of("order"),
                tool.maxOutput(),
                tool.maxConcurrent(),
                tool.breaker(),
                tool.trusted(),
                tool.binding(),
                tool.sinks());
    }

    static ToolSpec tool(String name, Effect effect, Idempotency idempotency, Approval approval, OnUnknown onUnknown) {
        return tool(name, effect, idempotency, approval, onUnknown, Duration.ofSeconds(2));
    }

    static ToolSpec tool(
            String name,
            Effect effect,
            Idempotency idempotency,
            Approval approval,
            OnUnknown onUnknown,
            Duration timeout) {
        return new ToolSpec(
                name,
                "does " + name,
                "digest-" + name,
                Json.object(),
                effect,
                idempotency,
                approval,
                Json.object().put("type", "object"),
                Optional.empty(),
                timeout,
                Duration.ofHours(24),
                5,
                onUnknown,
                onUnknown == OnUnknown.COMPENSATE ? Optional.of("undo") : Optional.empty(),
                OnNotApplied.CALL,
                List.of(),
                65536,
                16,
                BreakerSpec.DEFAULT,
                Set.of(),
                new ToolBinding.BuiltIn(name),
                List.of());
    }
}

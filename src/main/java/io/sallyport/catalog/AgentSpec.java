package io.sallyport.catalog;

import io.sallyport.core.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An agent's manifest: one file of {@code catalog/agents}.
 *
 * @param client         the agent's own OIDC client: the identity it acts with
 * @param clientSecret   needed only where a tool has {@code auth}
 * @param route          alias
 * @param prompt         {@code <agent>/<name>}
 * @param tools          what it may call, and when
 * @param limits         what one run may use
 * @param shared         what all runs of the agent may use together over time; no part of its revision: the current catalogue says it
 * @param waitTimeout    how long a wait may last; then the run expires
 * @param approvalExpiry how long an approval may stay open; then the call is denied
 * @param requireKey     whether a run's POST must carry an {@code Idempotency-Key}
 * @param description    for the models of agents that may call this one: what it does
 */
public record AgentSpec(
        String name,
        String client,
        Optional<Secret<String>> clientSecret,
        String route,
        String prompt,
        List<ToolGrant> tools,
        Limits limits,
        LimitsSpec shared,
        Duration waitTimeout,
        Duration approvalExpiry,
        boolean requireKey,
        Optional<String> description) {

    public AgentSpec {
        tools = List.copyOf(tools);
    }

    /** The same agent with another secret, or none. */
    public AgentSpec withClientSecret(Optional<Secret<String>> secret) {
        return new AgentSpec(
                name,
                client,
                secret,
                route,
                prompt,
                tools,
                limits,
                shared,
                waitTimeout,
                approvalExpiry,
                requireKey,
                description);
    }

    /** The same agent with other limits across runs. */
    public AgentSpec withShared(LimitsSpec other) {
        return new AgentSpec(
                name,
                client,
                clientSecret,
                route,
                prompt,
                tools,
                limits,
                other,
                waitTimeout,
                approvalExpiry,
                requireKey,
                description);
    }

    /**
     * A tool, or another agent, that the agent may call.
     *
     * @param name of the tool, or {@code agent:<name>}
     * @param when CEL over {@code args}; empty: always
     */
    public record ToolGrant(String name, Optional<String> when) {
        /** What a model calls it. */
        public String function() {
            return AgentTool.function(name);
        }
    }

    /** The agents that it may call. */
    public List<String> agents() {
        return tools.stream()
                .flatMap(grant -> AgentTool.agent(grant.name()).stream())
                .toList();
    }

    /**
     * What one run may use. Counted across attempts, reserved before use.
     *
     * @param cost      in units of the models' currency
     * @param maxOutput tokens of one answer, where bounded
     * @param wallTime  time spent running; waits have their own limit
     * @param parallel  tool calls at once, runs of other agents included
     * @param depth     how many levels of runs of other agents there may be below one of this agent
     */
    public record Limits(
            int steps,
            int toolCalls,
            OptionalLong tokens,
            Optional<BigDecimal> cost,
            OptionalInt maxOutput,
            Duration wallTime,
            int parallel,
            int depth) {
        public static final int USUAL_DEPTH = 3;

        /** With the usual depth. */
        public Limits(
                int steps,
                int toolCalls,
                OptionalLong tokens,
                Optional<BigDecimal> cost,
                OptionalInt maxOutput,
                Duration wallTime,
                int parallel) {
            this(steps, toolCalls, tokens, cost, maxOutput, wallTime, parallel, USUAL_DEPTH);
        }

        public static final Limits DEFAULT = new Limits(
                50, 100, OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), Duration.ofMinutes(30), 4);
    }
}

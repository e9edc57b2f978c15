package io.sallyport.tool.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.catalog.AgentSpec.ToolGrant;
import io.sallyport.catalog.ConditionCheck;
import io.sallyport.tool.CallFacts;
import io.sallyport.tool.GrantConditions;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The conditions of all grants, a bounded number of them ready for use: those of the catalogue since it was loaded. */
@Singleton
public class CelConditions implements GrantConditions, ConditionCheck {
    private static final Logger LOG = Logger.getLogger(CelConditions.class);
    private static final int MOST = 2000;

    private final Cache<String, Condition> conditions =
            Caffeine.newBuilder().maximumSize(MOST).build();

    @Override
    public Optional<ToolError> refusal(ToolGrant grant, CallFacts facts) {
        if (grant.when().isEmpty()) {
            return Optional.empty();
        }
        String rule = grant.when().get();
        return switch (condition(rule).holds(facts)) {
            case YES -> Optional.empty();
            case NO -> Optional.of(refused(grant, "This call is not within what this agent may do: " + rule));
            case CANNOT_TELL -> {
                LOG.debugf("the condition `%s` on tool %s could not be evaluated and denies", rule, grant.name());
                yield Optional.of(refused(grant, "Whether this agent may do that cannot be decided: " + rule));
            }
        };
    }

    @Override
    public boolean neverHolds(ToolGrant grant, CallFacts facts) {
        return grant.when()
                .map(this::condition)
                .filter(condition -> !condition.asksAbout(Names.ARGS))
                .filter(condition -> condition.holds(facts) != Condition.Answer.YES)
                .isPresent();
    }

    @Override
    public Optional<Mistake> mistake(String condition, Optional<JsonNode> input) {
        Condition compiled = condition(condition);
        return compiled.mistake().or(() -> input.flatMap(compiled::noSuchArgument));
    }

    private Condition condition(String rule) {
        return Objects.requireNonNull(conditions.get(rule, Condition::compile));
    }

    private static ToolError refused(ToolGrant grant, String why) {
        return new ToolError(
                        ToolErrors.NOT_PERMITTED,
                        why,
                        false,
                        "`" + grant.name() + "` was not called. Change the arguments, or go on without.",
                        null)
                .by(GrantConditions.rule(grant));
    }
}

package io.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.AgentSpec.ToolGrant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantConditionsTest {
    private static final ToolGrant OPEN = new ToolGrant("look", Optional.empty());

    @Test
    void a_rule_is_named_as_the_manifest_has_it() {
        assertThat(GrantConditions.rule(OPEN)).isEqualTo("grant");
        assertThat(GrantConditions.rule(new ToolGrant("pay", Optional.of("args.n < 3"))))
                .isEqualTo("grant when args.n < 3");
    }

    @Test
    void in_doubt_a_tool_is_shown() {
        GrantConditions silent = (grant, facts) -> Optional.of(ToolError.of("not_permitted", "No."));

        assertThat(silent.neverHolds(OPEN, TestingFacts.of("{}").facts())).isFalse();
    }
}

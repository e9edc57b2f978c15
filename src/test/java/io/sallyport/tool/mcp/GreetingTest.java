package io.sallyport.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    void what_is_written_of_it_does_not_give_the_session_away() {
        assertThat(new Greeting(Optional.of("secret-session"), "2025-11-25", true))
                .hasToString("Greeting[version=2025-11-25, announces=true]");
    }

    @Test
    void each_request_stands_for_itself_in_the_stateless_revision_alone() {
        assertThat(new Greeting(Optional.empty(), Stateless.REVISION, false).isStateless())
                .isTrue();
        assertThat(new Greeting(Optional.empty(), "2025-11-25", false).isStateless())
                .isFalse();
    }
}

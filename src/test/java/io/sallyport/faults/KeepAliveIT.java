package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Asked;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.MisbehavingProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The provider closes connections that it promised to keep. */
@ExtendWith(SharedGateway.class)
class KeepAliveIT {
    private static final String TEXT = "the sally port has two doors";
    private static final int REQUESTS = 12;

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "keep-alive", 8);
    }

    private final LineUp lineUp = lineUps.take();

    @ParameterizedTest
    @EnumSource
    void a_kept_connection_that_was_closed_while_idle_is_never_noticed_by_a_caller(Mode mode) {
        lineUp.main().always(Answers.thenClosing(TEXT));

        askManyTimes(mode);
    }

    @ParameterizedTest
    @EnumSource
    void a_kept_connection_that_is_reset_when_it_is_used_again_is_never_noticed_by_a_caller(Mode mode) {
        lineUp.main().always(Answers.thenDroppingTheNext(TEXT));

        askManyTimes(mode);

        assertThat(lineUp.main().droppedConnections())
                .as("the fault really happened")
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void a_decent_provider_is_asked_over_few_connections(Mode mode) {
        lineUp.main().always(Answers.text(TEXT));

        askManyTimes(mode);

        assertThat(lineUp.main().connections()).as("connections used").isLessThanOrEqualTo(4);
    }

    private void askManyTimes(Mode mode) {
        for (int i = 0; i < REQUESTS; i++) {
            Asked asked = lineUp.askAlone(mode).isAnswered(TEXT, lineUp.main());
            assertThat(asked.decision().attemptOutcomes())
                    .as(asked::story)
                    .containsAnyOf("ok")
                    .doesNotContain("reset");
        }
        assertThat(lineUp.main().attempts()).as("each request was served once").isEqualTo(REQUESTS);
    }
}

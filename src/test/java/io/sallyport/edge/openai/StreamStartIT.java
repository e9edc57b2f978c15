package io.sallyport.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testing.Answer;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream whose first token takes its time. */
@ExtendWith(SharedGateway.class)
class StreamStartIT {
    private static final String PATIENT = """
            timeouts: { connect: 500ms, firstToken: 20s, idle: 5s, total: 30s }, \
            retry: { attempts: 1, baseDelay: 1ms, maxDelay: 2ms, maxRetryAfter: 1s }""";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "start", 4, PATIENT);
    }

    private final LineUp lineUp = lineUps.take();

    @Test
    @AtOnce
    void heartbeat_comments_come_before_a_very_late_first_token() {
        lineUp.main().always(Breakages.lateFirstToken(Duration.ofSeconds(4), "at last"));

        Answer answer =
                lineUp.ask(Mode.STREAM).isAnswered("at last", lineUp.main()).answer();

        assertThat(answer.comments()).as(answer::toString).isNotEmpty();
        assertThat(answer.events().getFirst().after()).isLessThan(Duration.ofMillis(3900));
    }

    @Test
    @AtOnce
    void an_error_behind_the_first_heartbeat_is_an_event_of_the_stream() {
        lineUp.main().always(exchange -> Refusals.status(503).serve(exchange.pause(Duration.ofSeconds(4))));

        lineUp.askAlone(Mode.STREAM).isBrokenOff("", "provider_unavailable");
    }
}

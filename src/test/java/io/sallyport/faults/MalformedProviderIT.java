package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Asked;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider sends what it should not, or in a way it should not. */
@ExtendWith(SharedGateway.class)
class MalformedProviderIT {
    private static final String TEXT = "the sally port has two doors";
    private static final String OTHER = "an answer from elsewhere";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "malformed", 32);
    }

    private final LineUp lineUp = lineUps.take();

    static Stream<Arguments> rubbish() {
        return Stream.of(
                Arguments.of("a malformed chunk", Breakages.malformedChunkWithin(TEXT)),
                Arguments.of("bytes that are no UTF-8", Breakages.invalidUtf8Within(TEXT)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rubbish")
    void an_unreadable_chunk_is_skipped_when_the_answer_completes(String fault, Behaviour rubbish)
            throws CharacterCodingException {
        lineUp.main().always(rubbish);

        Asked asked = lineUp.ask(Mode.STREAM).isAnswered(TEXT, lineUp.main()).afterAttempts("ok");

        assertThat(asked.answer().chunks()).as("%s: each chunk is JSON", fault).isNotEmpty();
        StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(asked.answer().bytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rubbish")
    void an_unreadable_plain_answer_is_never_delivered_but_asked_elsewhere(String fault, Behaviour rubbish) {
        lineUp.main().always(rubbish);
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(Mode.PLAIN).isAnswered(OTHER, lineUp.spare()).afterAttempts("malformed", "ok");

        assertThat(lineUp.main().attempts()).as(fault).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_without_DONE_is_finished_promptly_usage_included(Mode mode) {
        lineUp.main().always(Answers.withoutDone(TEXT));

        lineUp.ask(mode)
                .isAnswered(TEXT, lineUp.main())
                .withUsage()
                .afterAttempts("ok")
                .tookBetween(0, 400);
    }

    @ParameterizedTest
    @EnumSource
    void a_web_page_instead_of_an_answer_fails_over(Mode mode) {
        lineUp.main().always(Breakages.webPage());
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(mode).isAnswered(OTHER, lineUp.spare()).afterAttempts("malformed", "ok");
    }

    @ParameterizedTest
    @EnumSource
    void an_error_with_status_200_is_an_error(Mode mode) {
        lineUp.main().next(Breakages.errorAfter("")).always(Answers.text(TEXT));

        lineUp.ask(mode).isAnswered(TEXT, lineUp.main()).afterAttempts("error_body", "ok");
    }

    @ParameterizedTest
    @EnumSource
    void an_error_with_status_200_that_persists_fails_over(Mode mode) {
        lineUp.main().always(Breakages.errorAfter(""));
        lineUp.spare().always(Answers.text(OTHER));

        lineUp.ask(mode).isAnswered(OTHER, lineUp.spare()).afterAttempts("error_body", "error_body", "ok");
    }

    @ParameterizedTest
    @EnumSource
    void an_event_or_body_that_never_ends_fails_over_and_is_cancelled(Mode mode) {
        lineUp.main().always(Breakages.endless());
        lineUp.spare().always(Answers.text(OTHER));

        Asked asked = lineUp.ask(mode).isAnswered(OTHER, lineUp.spare());

        assertThat(asked.decision().attemptOutcomes().getFirst())
                .as(asked::story)
                .isIn("too_large", "first_token_timeout", "attempt_timeout");
        assertThat(lineUp.main().attempts()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(2)).until(() -> lineUp.main().cancels() == 1);
        assertThat(lineUp.main().bytesSent())
                .as("bytes taken from an endless answer")
                .isLessThan(64L << 20);
    }

    @ParameterizedTest
    @EnumSource
    void a_gigantic_chunk_that_is_well_formed_is_delivered(Mode mode) {
        String gigantic = "a very long word: " + "x".repeat(700_000);
        lineUp.main().always(Answers.text(gigantic));

        lineUp.ask(mode).isAnswered(gigantic, lineUp.main()).afterAttempts("ok");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_not_HTTP_fails_over(Mode mode) {
        lineUp.main().always(Breakages.notHttp());
        lineUp.spare().always(Answers.text(OTHER));

        Asked asked = lineUp.ask(mode).isAnswered(OTHER, lineUp.spare());

        assertThat(asked.decision().attemptOutcomes()).as(asked::story).last().isEqualTo("ok");
        assertThat(lineUp.main().attempts()).isBetween(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_comes_byte_by_byte_is_the_same_answer(Mode mode) {
        lineUp.main().always(Answers.trickling(TEXT));

        lineUp.ask(mode).isAnswered(TEXT, lineUp.main()).afterAttempts("ok");
    }

    @Test
    void rubbish_leaves_the_process_ready() {
        lineUp.main().next(Breakages.notHttp(), Breakages.endless(), Breakages.invalidUtf8Within(TEXT));
        lineUp.spare().always(Answers.text(OTHER));
        for (int i = 0; i < 3; i++) {
            lineUp.call(Mode.PLAIN).send();
        }
        lineUp.main().always(Answers.text(TEXT));

        assertThat(lineUp.gateway().isReady()).isTrue();
        lineUp.ask(Mode.PLAIN).isAnswered(TEXT, lineUp.main());
    }
}

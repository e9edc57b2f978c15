package io.sallyport.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.testing.Asked;
import io.sallyport.testing.AtOnce;
import io.sallyport.testing.ChatCall;
import io.sallyport.testing.GatewayProcess;
import io.sallyport.testing.LineUp;
import io.sallyport.testing.LineUps;
import io.sallyport.testing.Mode;
import io.sallyport.testing.SharedGateway;
import io.sallyport.testing.provider.Answers;
import io.sallyport.testing.provider.Behaviour;
import io.sallyport.testing.provider.Breakages;
import io.sallyport.testing.provider.MisbehavingProvider;
import io.sallyport.testing.provider.Refusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider begins to answer and does not get to the end. */
@ExtendWith(SharedGateway.class)
class CutStreamIT {
    private static final String BEGUN = "the sally port";
    private static final String TEXT = "the sally port has two doors";
    private static final String DIFFERENT = "a postern has only one";

    private static LineUps lineUps;

    @BeforeAll
    static void declare(GatewayProcess gateway, MisbehavingProvider provider) {
        lineUps = LineUps.declare(gateway, provider, "cut", 50);
    }

    private final LineUp lineUp = lineUps.take();

    static Stream<Arguments> cuts() {
        return Stream.of(
                Arguments.of("closed in the middle", Breakages.cutAfter(BEGUN), "cut"),
                Arguments.of("reset in the middle", Breakages.resetAfter(BEGUN), "cut"),
                Arguments.of("stalled in the middle", Breakages.stallAfter(BEGUN), "idle_timeout"),
                Arguments.of("half an event at the end", Breakages.halfEventAfter(BEGUN), "cut"),
                Arguments.of("an error event in the middle", Breakages.errorAfter(BEGUN), "error_body"));
    }

    @ParameterizedTest(name = "{0}")
    @AtOnce
    @MethodSource("cuts")
    void a_cut_stream_is_continued_by_prefill(String fault, Behaviour cut, String outcome) {
        lineUp.main().always(cut);
        lineUp.prefilling().always(Answers.continuing(TEXT));

        lineUp.askPrefilling(Mode.STREAM)
                .isAnswered(TEXT, lineUp.prefilling())
                .withUsage()
                .afterAttempts(outcome, "ok");

        assertThat(lineUp.prefilling().lastRequest().prefill()).as(fault).isEqualTo(BEGUN);
    }

    @ParameterizedTest(name = "{0}")
    @AtOnce
    @MethodSource("cuts")
    void a_cut_stream_is_restarted_and_spliced_when_the_new_answer_begins_the_same(
            String fault, Behaviour cut, String outcome) {
        lineUp.main().always(cut);
        lineUp.spare().always(Answers.text(TEXT));

        lineUp.ask(Mode.STREAM).isAnswered(TEXT, lineUp.spare()).withUsage().afterAttempts(outcome, "ok");

        assertThat(lineUp.spare().lastRequest().prefill()).as(fault).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @AtOnce
    @MethodSource("cuts")
    void a_cut_stream_whose_restart_differs_ends_in_an_explicit_error(String fault, Behaviour cut, String outcome) {
        lineUp.main().always(cut);
        lineUp.spare().always(Answers.text(DIFFERENT));

        lineUp.ask(Mode.STREAM).isBrokenOff(BEGUN, "stream_cut").afterAttempts(outcome, "diverged");

        assertThat(lineUp.spare().attempts()).as(fault).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @AtOnce
    @MethodSource("cuts")
    void a_cut_stream_with_nowhere_to_go_ends_in_an_explicit_error(String fault, Behaviour cut, String outcome) {
        lineUp.main().always(cut);

        Asked asked = lineUp.askAlone(Mode.STREAM).isBrokenOff(BEGUN, "stream_cut");

        assertThat(asked.decision().attemptOutcomes()).as(fault).containsOnly(outcome);
        assertThat(lineUp.main().attempts()).as(fault).isBetween(1, 2);
    }

    @ParameterizedTest(name = "{0}")
    @AtOnce
    @MethodSource("cuts")
    void a_plain_answer_that_is_cut_is_never_delivered_but_asked_elsewhere(
            String fault, Behaviour cut, String outcome) {
        lineUp.main().always(cut);
        lineUp.spare().always(Answers.text(TEXT));

        Asked asked = lineUp.ask(Mode.PLAIN).isAnswered(TEXT, lineUp.spare()).withUsage();

        assertThat(asked.decision().attemptOutcomes()).as(fault).last().isEqualTo("ok");
        assertThat(lineUp.main().attempts()).as(fault).isBetween(1, 2);
    }

    @ParameterizedTest(name = "{0}")
    @AtOnce
    @MethodSource("cuts")
    void a_plain_answer_that_is_cut_with_nowhere_to_go_is_an_error(String fault, Behaviour cut, String outcome) {
        lineUp.main().always(cut);

        Asked asked = lineUp.askAlone(Mode.PLAIN);

        assertThat(asked.answer().status()).as(asked::story).isIn(502, 503, 504);
        assertThat(asked.answer().errorCode()).as(fault).isNotEmpty();
        assertThat(asked.decision().outcome()).isEqualTo("failed");
    }

    @Test
    @AtOnce
    void a_stall_counts_for_the_idle_limit_and_cancels_the_attempt() {
        lineUp.main().always(Breakages.stallAfter(BEGUN));
        lineUp.spare().always(Answers.text(TEXT));

        lineUp.ask(Mode.STREAM).limitFired("idle", lineUp.main()).tookBetween(450, 2000);

        await().atMost(Duration.ofSeconds(2)).until(() -> lineUp.main().cancels() == 1);
    }

    @Test
    @AtOnce
    void a_continuation_that_repeats_the_beginning_is_a_restart() {
        lineUp.main().always(Breakages.cutAfter(BEGUN));
        lineUp.prefilling().always(Answers.text(TEXT));

        lineUp.askPrefilling(Mode.STREAM).isAnswered(TEXT, lineUp.prefilling());
    }

    @Test
    @AtOnce
    void a_candidate_that_rejects_prefill_is_asked_again_without_it() {
        lineUp.main().always(Breakages.cutAfter(BEGUN));
        lineUp.prefilling().always(Refusals.rejectingPrefill(Answers.text(TEXT)));

        lineUp.askPrefilling(Mode.STREAM)
                .isAnswered(TEXT, lineUp.prefilling())
                .afterAttempts("cut", "prefill_rejected", "ok");
    }

    @Test
    @AtOnce
    void a_rejected_prefill_is_never_the_final_error() {
        lineUp.main().always(Breakages.cutAfter(BEGUN));
        lineUp.prefilling().always(Refusals.rejectingPrefill(Answers.text(DIFFERENT)));

        lineUp.askPrefilling(Mode.STREAM)
                .isBrokenOff(BEGUN, "stream_cut")
                .afterAttempts("cut", "prefill_rejected", "diverged");
    }

    @Test
    @AtOnce
    void a_plain_request_never_meets_prefill() {
        lineUp.main().always(Breakages.cutAfter(BEGUN));
        lineUp.prefilling().always(Refusals.rejectingPrefill(Answers.text(TEXT)));

        lineUp.askPrefilling(Mode.PLAIN).isAnswered(TEXT, lineUp.prefilling());
    }

    static Stream<Arguments> morethanPlainText() {
        Map<String, Object> schema =
                Map.of("type", "json_schema", "json_schema", Map.of("name", "x", "schema", Map.of()));
        Map<String, Object> tool =
                Map.of("type", "function", "function", Map.of("name", "now", "parameters", Map.of()));
        return Stream.of(
                Arguments.of("n", 2),
                Arguments.of("logprobs", true),
                Arguments.of("response_format", schema),
                Arguments.of("tools", List.of(tool)));
    }

    @ParameterizedTest(name = "{0}")
    @AtOnce
    @MethodSource("morethanPlainText")
    void what_is_more_than_plain_text_is_never_continued_by_prefill(String field, Object value) {
        lineUp.main().always(Breakages.cutAfter(BEGUN));
        lineUp.prefilling().always(Answers.text(TEXT));
        ChatCall call = lineUp.callPrefilling(Mode.STREAM).field(field, value);

        lineUp.asked(lineUp.name() + "-prefill", call);

        if (!field.equals("tools")) {
            assertThat(lineUp.prefilling().requests())
                    .noneMatch(request -> !request.prefill().isEmpty());
        }
    }
}

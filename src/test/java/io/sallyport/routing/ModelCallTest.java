package io.sallyport.routing;

import static io.sallyport.routing.TestingProvider.answer;
import static io.sallyport.routing.TestingProvider.ended;
import static io.sallyport.routing.TestingProvider.fault;
import static io.sallyport.routing.TestingProvider.role;
import static io.sallyport.routing.TestingProvider.silence;
import static io.sallyport.routing.TestingProvider.status;
import static io.sallyport.routing.TestingProvider.stop;
import static io.sallyport.routing.TestingProvider.stream;
import static io.sallyport.routing.TestingProvider.text;
import static io.sallyport.routing.TestingProvider.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.core.ProblemCode;
import io.sallyport.provider.ProviderFault.Kind;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fault table at the engine: what one call does, whatever the provider does. */
class ModelCallTest {
    private final TestingCalls calls = new TestingCalls();

    private final TestingProvider provider = new TestingProvider();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void an_answer_goes_on_as_it_came() {
        provider.on("a", answer("hello"));

        TestingReply reply = calls.whole(provider, "a");

        assertThat(reply.body).contains("\"content\":\"hello\"");
        assertThat(trace(reply)).isEqualTo("r; candidate=p/a; attempts=1");
    }

    @Test
    void one_500_is_retried_on_the_same_candidate() {
        provider.on("a", status(500, "{}"), answer("hello"));

        TestingReply reply = calls.whole(provider, "a", "b");

        assertThat(reply.body).contains("hello");
        assertThat(provider.asked).containsExactly("a", "a");
    }

    @Test
    void one_reset_before_headers_is_retried_on_the_same_candidate() {
        provider.on("a", fault(Kind.RESET), answer("hello"));

        assertThat(calls.whole(provider, "a", "b").body).contains("hello");
        assertThat(provider.asked).containsExactly("a", "a");
    }

    @Test
    void a_stale_connection_is_retried_and_counts_for_nothing() {
        provider.on("a", fault(Kind.STALE_CONNECTION), fault(Kind.STALE_CONNECTION), answer("hello"));

        TestingReply reply = calls.whole(provider, "a");

        assertThat(reply.body).contains("hello");
        assertThat(trace(reply)).endsWith("attempts=1");
    }

    @Test
    void a_persistent_503_is_tried_twice_and_then_the_fallback_answers() {
        provider.on("a", status(503, "{}")).on("b", answer("rescued"));

        TestingReply reply = calls.whole(provider, "a", "b");

        assertThat(reply.body).contains("rescued");
        assertThat(provider.asked).containsExactly("a", "a", "b");
        assertThat(trace(reply)).isEqualTo("r; candidate=p/b; attempts=3");
    }

    @Test
    void with_nowhere_to_go_the_last_error_is_told() {
        provider.on("a", status(503, "{}"));

        assertThat(problem(calls.whole(provider, "a"))).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_429_that_asks_for_too_much_patience_fails_over_at_once_and_the_candidate_cools() {
        provider.on("a", status(429, "{}", "Retry-After", "60")).on("b", answer("rescued"));

        assertThat(calls.whole(provider, "a", "b").body).contains("rescued");
        assertThat(calls.whole(provider, "a", "b").body).contains("rescued");

        assertThat(provider.asked).as("asked once, then left alone").containsExactly("a", "b", "b");
    }

    @Test
    void a_429_with_a_bearable_retry_after_is_waited_for() {
        provider.on("a", status(429, "{}", "retry-after-ms", "50"), answer("hello"));

        assertThat(calls.whole(provider, "a", "b").body).contains("hello");
        assertThat(provider.asked).containsExactly("a", "a");
    }

    @Test
    void a_provider_that_refuses_the_gateway_is_failed_over_and_never_the_callers_own_401() {
        provider.on("a", status(401, "{}"));

        assertThat(problem(calls.whole(provider, "a"))).isEqualTo(ProblemCode.PROVIDER_MISCONFIGURED);
        provider.on("b", answer("rescued"));
        assertThat(calls.whole(provider, "a", "b").body).contains("rescued");
    }

    @Test
    void a_rejected_request_is_not_retried_and_the_providers_words_are_unchanged() {
        String words = "{\"error\":{\"message\":\"bad temperature\",\"code\":\"x\"}}";
        provider.on("a", status(400, words));

        TestingReply reply = calls.whole(provider, "a", "b");

        assertThat(reply.status).isEqualTo(400);
        assertThat(reply.body).isEqualTo(words);
        assertThat(provider.asked).containsExactly("a");
    }

    @Test
    void a_context_that_is_too_small_goes_to_a_larger_one_and_nowhere_else() {
        String words = "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}";
        provider.on("a", status(400, words)).on("large", answer("rescued"));

        assertThat(calls.whole(provider, "a", "b", "large").body).contains("rescued");
        assertThat(provider.asked).containsExactly("a", "large");
    }

    @Test
    void a_silent_candidate_is_not_retried() {
        provider.on("a", silence()).on("b", stream(role("1"), text("1", "hi"), stop("1"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "b");

        assertThat(reply.text()).isEqualTo("hi");
        assertThat(provider.asked).containsExactly("a", "b");
        assertThat(provider.cancelled).containsExactly("a");
    }

    @Test
    void headers_and_a_role_are_held_back_until_the_first_token() {
        provider.on("a", stream(role("1"))).on("b", stream(role("2"), text("2", "hi"), stop("2"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "b");

        assertThat(reply.opened).isEqualTo(1);
        assertThat(reply.stream.toString()).containsOnlyOnce("\"role\"").doesNotContain("\"id\":\"1\"");
    }

    @Test
    void a_cut_answer_is_restarted_and_spliced_where_the_new_one_begins_the_same() {
        provider.on("a", then(stream(role("1"), text("1", "one two ")), fault(Kind.CUT)))
                .on("b", stream(role("2"), text("2", "one "), text("2", "two three"), stop("2"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "b");

        assertThat(reply.problem).isNull();
        assertThat(reply.text()).isEqualTo("one two three");
        assertThat(reply.stream.toString())
                .as("one role, and the id stays the first one sent")
                .containsOnlyOnce("\"role\"")
                .doesNotContain("\"id\":\"2\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void a_cut_answer_is_continued_by_prefill_where_the_candidate_declares_it() {
        provider.on("a", then(stream(role("1"), text("1", "one two ")), fault(Kind.CUT)))
                .on("prefill", stream(role("2"), text("2", "three"), stop("2"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "prefill");

        assertThat(reply.text()).isEqualTo("one two three");
        Decision decision = Objects.requireNonNull(reply.decision);
        assertThat(decision.candidate()).as("who gave the end of the answer").endsWith("prefill");
        assertThat(decision.attempts())
                .extracting(AttemptRecord::outcome)
                .containsExactly(AttemptOutcome.CUT, AttemptOutcome.OK);
        assertThat(provider.bodies.getLast()).contains("{\"role\":\"assistant\",\"content\":\"one two \"}");
    }

    @Test
    void a_continuation_that_ends_while_it_looks_like_a_repetition_reaches_the_caller() {
        provider.on("a", then(stream(role("1"), text("1", "one two ")), fault(Kind.CUT)))
                .on("prefill", stream(role("2"), text("2", "on"), text("2", "e"), stop("2"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "prefill");

        assertThat(reply.problem).isNull();
        assertThat(reply.text()).isEqualTo("one two one");
    }

    @Test
    void a_candidate_that_rejects_prefill_is_asked_anew() {
        provider.on("a", then(stream(role("1"), text("1", "one two ")), fault(Kind.CUT)))
                .on(
                        "prefill",
                        status(400, "{\"error\":{\"message\":\"no prefill\"}}"),
                        stream(text("2", "one two three"), stop("2"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "prefill");

        assertThat(reply.problem).isNull();
        assertThat(reply.text()).isEqualTo("one two three");
    }

    @Test
    void an_answer_that_cannot_be_continued_ends_in_an_error_that_names_the_cut() {
        provider.on("a", then(stream(role("1"), text("1", "one two ")), fault(Kind.CUT)))
                .on("b", stream(text("2", "something else"), stop("2"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "b");

        assertThat(problem(reply)).isEqualTo(ProblemCode.STREAM_CUT);
        assertThat(reply.text()).isEqualTo("one two ");
        assertThat(reply.stream.toString()).doesNotContain("[DONE]");
    }

    @Test
    void a_stream_that_ends_without_its_last_words_is_complete_when_every_choice_is() {
        provider.on("a", then(stream(text("1", "hi"), stop("1")), ended()));

        TestingReply reply = calls.streamed(provider, "a");

        assertThat(reply.problem).isNull();
        assertThat(reply.stream.toString()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void a_malformed_chunk_is_left_out_when_the_answer_completes() {
        provider.on("a", stream(text("1", "one"), "{\"choices\":[{", text("1", " two"), stop("1"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a");

        assertThat(reply.problem).isNull();
        assertThat(reply.text()).isEqualTo("one two");
    }

    @Test
    void a_stalled_stream_is_as_good_as_cut() {
        provider.on("a", stream(text("1", "one "))).on("b", stream(text("2", "one two"), stop("2"), "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "b");

        assertThat(reply.text()).isEqualTo("one two");
        assertThat(provider.cancelled).containsExactly("a");
    }

    @Test
    void the_total_limit_ends_everything_and_names_itself() {
        provider.on("a", silence());

        TestingReply reply = calls.whole(provider, Duration.ofMillis(150), "a");

        assertThat(problem(reply)).isEqualTo(ProblemCode.PROVIDER_TIMEOUT);
        assertThat(Objects.requireNonNull(reply.problem).facts()).containsEntry("limit", "total");
        assertThat(provider.cancelled).containsExactly("a");
    }

    @Test
    void a_caller_that_goes_away_takes_the_providers_call_with_it() {
        provider.on("a", stream(text("1", "one ")));

        TestingReply reply = calls.cancelledAfterTheFirstToken(provider, "a");

        await().atMost(Duration.ofSeconds(5)).until(() -> provider.cancelled.contains("a"));
        assertThat(reply.over).isNotDone();
    }

    @Test
    void whatever_ends_a_call_early_it_is_recorded_once_and_nobody_else_is_asked() {
        provider.on("a", silence()).on("b", stream(text("2", "late"), stop("2"), "[DONE]"));

        TestingReply late = calls.streamed(provider, Duration.ofMillis(100), "a", "b");
        assertThat(problem(late)).isEqualTo(ProblemCode.PROVIDER_TIMEOUT);
        calls.cancelledSoon(provider, "a", "b");

        await().atMost(Duration.ofSeconds(5)).until(() -> calls.decisions().size() >= 2);
        assertThat(calls.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Decision.Result.CANCELLED, Decision.Result.FAILED);
        assertThat(provider.asked).containsExactly("a", "a");
    }

    @Test
    void an_open_breaker_sends_everybody_to_the_fallback() {
        provider.on("a", status(503, "{}")).on("b", answer("rescued"));
        for (int i = 0; i < 20; i++) {
            assertThat(calls.whole(provider, "a", "b").body).contains("rescued");
        }
        int asked = provider.asked.stream().filter("a"::equals).toList().size();
        assertThat(asked).as("attempts before the breaker of window 4 opened").isEqualTo(4);
    }

    private static String trace(TestingReply reply) {
        return Objects.requireNonNull(reply.trace).header();
    }

    private static ProblemCode problem(TestingReply reply) {
        return Objects.requireNonNull(reply.problem, "the caller got an answer").code();
    }
}

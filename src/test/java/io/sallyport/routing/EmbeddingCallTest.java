package io.sallyport.routing;

import static io.sallyport.routing.TestingProvider.answer;
import static io.sallyport.routing.TestingProvider.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import io.sallyport.core.ProblemCode;
import io.sallyport.provider.ProviderListener;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests for embeddings, on the engine of all calls. */
class EmbeddingCallTest {
    private static final String TWO =
            "{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}";

    private final TestingCalls calls = new TestingCalls();
    private final TestingProvider provider = new TestingProvider();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void the_answer_is_the_providers_and_its_tokens_are_known() {
        provider.on("embedder", vectors());

        TestingReply reply = calls.embedded(provider, "embedder");

        assertThat(reply.body).isEqualTo(TWO);
        assertThat(provider.bodies).containsExactly("{\"model\":\"embedder\",\"input\":[\"one\",\"two\"]}");
        assertThat(reply.decision.attempts().getFirst().usage()).isEqualTo(new Usage(2, 0, 0, 0));
    }

    @Test
    void a_model_that_is_declared_to_chat_is_passed_over_and_one_that_says_nothing_is_tried() {
        provider.on("plain", vectors());

        TestingReply reply = calls.embedded(provider, "chatty", "plain");

        assertThat(reply.body).isEqualTo(TWO);
        assertThat(provider.asked).containsExactly("plain");
        assertThat(reply.decision.candidates().getFirst().skipped()).isEqualTo(SkipReason.INCAPABLE);
    }

    @Test
    void where_nobody_makes_embeddings_the_caller_is_told_that() {
        TestingReply reply = calls.embedded(provider, "chatty");

        assertThat(reply.problem.code()).isEqualTo(ProblemCode.NO_CAPABLE_CANDIDATE);
        assertThat(reply.problem.detail()).contains("makes embeddings");
        assertThat(reply.problem.fix()).contains("'embeddings'");
    }

    @Test
    void a_model_that_only_makes_embeddings_is_not_asked_for_chat() {
        provider.on("chatty", answer("hi"));

        assertThat(calls.whole(provider, "embedder", "chatty").body).contains("hi");
        assertThat(provider.asked).containsExactly("chatty");
        assertThat(calls.whole(provider, "embedder").problem.code()).isEqualTo(ProblemCode.NO_CAPABLE_CANDIDATE);
    }

    @Test
    void a_failure_is_retried_and_the_next_candidate_asked() {
        provider.on("embedder", status(500, "no"));
        provider.on("plain", status(200, "{\"data\":[{\"embedding\":[1]}]}"));
        provider.on("large", vectors());

        TestingReply reply = calls.embedded(provider, "embedder", "plain", "large");

        assertThat(provider.asked).containsExactly("embedder", "embedder", "plain", "large");
        assertThat(reply.decision.attempts())
                .extracting(AttemptRecord::outcome)
                .containsExactly(
                        AttemptOutcome.STATUS_500,
                        AttemptOutcome.STATUS_500,
                        AttemptOutcome.MALFORMED,
                        AttemptOutcome.OK);
    }

    @Test
    void answers_that_are_too_large_are_the_callers_doing_and_open_no_breaker() {
        provider.on("embedder", status(200, " ".repeat(1 << 20) + TWO));

        for (int i = 0; i < 6; i++) {
            TestingReply reply = calls.embedded(provider, "embedder");
            assertThat(reply.decision.attempts().getFirst().outcome()).isEqualTo(AttemptOutcome.TOO_LARGE);
        }

        assertThat(provider.asked).hasSize(6);
    }

    private static Consumer<ProviderListener> vectors() {
        return status(200, TWO);
    }
}

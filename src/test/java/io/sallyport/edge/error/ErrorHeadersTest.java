package io.sallyport.edge.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import org.junit.jupiter.api.Test;

class ErrorHeadersTest {
    @Test
    void the_time_to_wait_is_told_in_whole_seconds_rounded_up() {
        Problem busy = Problem.of(ProblemCode.OVERLOADED, "busy").with(Problem.RETRY_AFTER_SECONDS, 1.001);
        assertThat(ErrorHeaders.of(busy)).containsEntry("Retry-After", "2").doesNotContainKey("x-should-retry");
    }

    @Test
    void sdks_are_told_when_their_own_retry_cannot_help() {
        assertThat(ErrorHeaders.of(Problem.of(ProblemCode.INTERNAL, "x"))).containsEntry("x-should-retry", "false");
        assertThat(ErrorHeaders.of(Problem.of(ProblemCode.PROVIDER_MISCONFIGURED, "x")))
                .containsEntry("x-should-retry", "false");
        assertThat(ErrorHeaders.of(Problem.of(ProblemCode.PROVIDER_ERROR, "x"))).doesNotContainKey("x-should-retry");
        assertThat(ErrorHeaders.of(Problem.of(ProblemCode.INVALID_JSON, "x"))).doesNotContainKey("x-should-retry");
    }

    @Test
    void a_401_challenges_and_says_nothing_more_to_who_sent_nothing() {
        assertThat(challenge(ProblemCode.MISSING_CREDENTIALS)).isEqualTo("Bearer realm=\"sallyport\"");
        assertThat(challenge(ProblemCode.INVALID_CREDENTIALS)).contains("error=\"invalid_token\"");
        assertThat(challenge(ProblemCode.UNKNOWN_PRINCIPAL)).contains("error=\"invalid_token\"");
        assertThat(challenge(ProblemCode.PERMISSION_DENIED)).contains("error=\"insufficient_scope\"");
        assertThat(challenge(ProblemCode.NOT_FOUND)).isNull();
    }

    private static String challenge(ProblemCode code) {
        return ErrorHeaders.of(Problem.of(code, "x")).get("WWW-Authenticate");
    }
}

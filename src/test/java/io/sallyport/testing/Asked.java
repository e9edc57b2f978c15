package io.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.testing.provider.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A question that was asked, and what may be said of it.
 *
 * @param answer   what the caller got
 * @param decision what the gateway recorded
 */
public record Asked(GatewayProcess gateway, Answer answer, Decision decision) {

    /** The caller got {@code text}, whole, once, from {@code lane}, and everything that names a model names that one. */
    public Asked isAnswered(String text, Lane lane) {
        assertThat(answer.isComplete()).as(this::story).isTrue();
        assertThat(answer.text()).as(this::story).isEqualTo(text);
        assertThat(answer.ids()).as(this::story).hasSize(1);
        assertThat(roles()).as(this::story).isEqualTo(1);
        assertThat(answer.header("X-Sallyport-Route")).as(this::story).startsWith(decision.route());
        assertThat(decision.outcome()).as(this::story).isEqualTo("completed");
        assertThat(decision.candidate()).as(this::story).isEqualTo(lane.ref());
        requestsAreCounted("completed", "");
        return this;
    }

    /** The answer's usage came along. */
    public Asked withUsage() {
        assertThat(answer.usage().path("total_tokens").asInt()).as(this::story).isEqualTo(16);
        return this;
    }

    /** The caller got an error instead of an answer: status and body, nothing of a stream. */
    public Asked isRefused(int status, String code) {
        assertThat(answer.status()).as(this::story).isEqualTo(status);
        assertThat(answer.isStream()).as(this::story).isFalse();
        return isInError(code);
    }

    /** The caller got {@code delivered}, and then an error in so many words. */
    public Asked isBrokenOff(String delivered, String code) {
        assertThat(answer.text()).as(this::story).isEqualTo(delivered);
        assertThat(answer.finishReason()).as(this::story).isEmpty();
        assertThat(answer.broken()).as(this::story).isFalse();
        return isInError(code);
    }

    /** The error's text matches. */
    public Asked saying(String regex) {
        assertThat(answer.errorMessage()).as(this::story).containsPattern(regex);
        return this;
    }

    /** How the attempts ended, in order, in the record and in the metrics. */
    public Asked afterAttempts(String... outcomes) {
        assertThat(decision.attemptOutcomes()).as(this::story).containsExactly(outcomes);
        attemptsAreCounted();
        return this;
    }

    /** The metric of this limit counts once for {@code lane}, and no other limit's does. */
    public Asked limitFired(String limit, Lane lane) {
        eventually(metrics -> {
            assertThat(metrics.sum(
                            "sallyport_limit_fired_total", "route", route(), "model", lane.ref(), "limit", limit))
                    .as("%s limit in metrics", limit)
                    .isEqualTo(1);
            assertThat(metrics.sum("sallyport_limit_fired_total", "route", route(), "model", lane.ref()))
                    .as("all limits in metrics")
                    .isEqualTo(1);
        });
        return this;
    }

    /** It was quicker, or slower, than this. */
    public Asked tookBetween(long atLeastMillis, long lessThanMillis) {
        assertThat(answer.took().toMillis()).as(this::story).isBetween(atLeastMillis, lessThanMillis - 1);
        return this;
    }

    /** Everything there is to know, for a test that fails. */
    public String story() {
        return "answer: " + answer + "\ndecision: " + decision + "\n";
    }

    private Asked isInError(String code) {
        JsonNode error = answer.error();
        assertThat(error.path("message").asText("")).as(this::story).isNotBlank();
        assertThat(error.path("type").asText("")).as(this::story).isNotBlank();
        assertThat(answer.errorCode()).as(this::story).isEqualTo(code);
        assertThat(decision.outcome()).as(this::story).isEqualTo("failed");
        assertThat(decision.code()).as(this::story).isEqualTo(code);
        assertThat(decision.candidate()).as(this::story).isNull();
        requestsAreCounted("failed", code);
        return this;
    }

    private long roles() {
        if (!answer.isStream()) {
            return 1;
        }
        return answer.chunks().stream()
                .filter(chunk -> chunk.at("/choices/0/delta").has("role"))
                .count();
    }

    private void requestsAreCounted(String outcome, String code) {
        long recorded = gateway.decisions(route()).stream()
                .filter(other -> other.outcome().equals(outcome))
                .count();
        eventually(metrics -> assertThat(metrics.sum("sallyport_requests_total", "route", route(), "outcome", outcome))
                .as("%s requests in metrics %s", outcome, code)
                .isEqualTo(recorded));
    }

    private void attemptsAreCounted() {
        Map<List<String>, Long> recorded = gateway.decisions(route()).stream()
                .flatMap(one -> one.attempts().stream())
                .collect(Collectors.groupingBy(one -> List.of(one.model(), one.outcome()), Collectors.counting()));
        eventually(metrics -> recorded.forEach((key, count) -> assertThat(metrics.sum(
                        "sallyport_attempts_total", "route", route(), "model", key.get(0), "outcome", key.get(1)))
                .as("attempts at %s that ended %s, in metrics", key.get(0), key.get(1))
                .isEqualTo(count.doubleValue())));
    }

    private String route() {
        return decision.route();
    }

    /** Metrics may follow an answer with a little delay. */
    private void eventually(Consumer<Metrics> assertion) {
        await().atMost(Duration.ofSeconds(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertion.accept(gateway.metrics()));
    }
}

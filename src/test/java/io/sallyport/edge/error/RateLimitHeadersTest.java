package io.sallyport.edge.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.core.Problem;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Budgets.Standing;
import io.sallyport.limit.LimitProblems;
import io.sallyport.limit.Period;
import io.sallyport.limit.Rates.Level;
import io.sallyport.limit.Rates.Taken;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void an_admitted_request_sees_its_limits_the_tightest_first() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();

        RateLimitHeaders.set(
                List.of(
                        level("client:web", Measure.REQUESTS, Window.MINUTE, 600, 599, 100),
                        level("route:chat", Measure.TOKENS, Window.SECOND, 1000, 10, 990),
                        level("all", Measure.CONCURRENT, Window.NOW, 8, 7, 0)),
                headers);

        assertThat(headers.get("RateLimit"))
                .isEqualTo(
                        "\"route.tokensPerSecond\";r=10;t=1, \"all.concurrent\";r=7, \"requestsPerMinute\";r=599;t=1");
        assertThat(headers.get("RateLimit-Policy"))
                .isEqualTo("\"route.tokensPerSecond\";q=1000;w=1;qu=\"tokens\", "
                        + "\"all.concurrent\";q=8;qu=\"concurrent-requests\", \"requestsPerMinute\";q=600;w=60");
    }

    @Test
    void a_list_of_many_limits_is_cut() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        RateLimitHeaders.set(
                java.util.Collections.nCopies(9, level("all", Measure.REQUESTS, Window.MINUTE, 6, 5, 1)), headers);

        assertThat(headers.get("RateLimit").split(",")).hasSize(4);
    }

    @Test
    void a_refusal_by_a_rate_says_when_to_come_back() {
        Problem problem = LimitProblems.rate(new Taken.Refused(
                level("client:web", Measure.REQUESTS, Window.MINUTE, 600, 0, 60_000), Duration.ofMillis(101), false));

        assertThat(ErrorHeaders.of(problem))
                .containsEntry("Retry-After", "1")
                .containsEntry("RateLimit", "\"requestsPerMinute\";r=0;t=60")
                .containsEntry("RateLimit-Policy", "\"requestsPerMinute\";q=600;w=60")
                .doesNotContainKey("x-should-retry");
    }

    @Test
    void a_spent_budget_tells_sdks_not_to_ask_again_unless_it_is_whole_within_a_minute() {
        Map<String, String> headers = ErrorHeaders.of(spent(NOON, false));
        assertThat(headers)
                .containsEntry("x-should-retry", "false")
                .containsEntry("Retry-After", "43200")
                .containsEntry("RateLimit", "\"costPerDay\";r=500000000;t=43200")
                .containsEntry("RateLimit-Policy", "\"costPerDay\";q=20000000000;w=86400;qu=\"nano\"");

        assertThat(ErrorHeaders.of(spent(Instant.parse("2026-03-01T23:59:30Z"), false)))
                .containsEntry("Retry-After", "30")
                .doesNotContainKey("x-should-retry");
        assertThat(ErrorHeaders.of(spent(NOON, true)))
                .containsEntry("Retry-After", "1")
                .doesNotContainKey("x-should-retry");
    }

    private static Problem spent(Instant now, boolean fitsLater) {
        LimitSpec limit = new LimitSpec(Measure.COST, Window.DAY, 20_000_000_000L);
        Account account = new Account(
                new AppliedLimit("default", "client:web", limit), Period.of(Window.DAY, NOON, ZoneOffset.UTC));
        return LimitProblems.budget(new Standing(account, 19_000_000_000L, 400_000_000L, 100_000_000L), fitsLater, now);
    }

    private static Level level(
            String scope, Measure measure, Window window, long amount, long remaining, long resetMillis) {
        return new Level(
                new AppliedLimit("default", scope, new LimitSpec(measure, window, amount)),
                remaining,
                Duration.ofMillis(resetMillis));
    }
}

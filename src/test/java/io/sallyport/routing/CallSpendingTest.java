package io.sallyport.routing;

import static io.sallyport.routing.TestingProvider.answer;
import static io.sallyport.routing.TestingProvider.ended;
import static io.sallyport.routing.TestingProvider.role;
import static io.sallyport.routing.TestingProvider.silence;
import static io.sallyport.routing.TestingProvider.status;
import static io.sallyport.routing.TestingProvider.stop;
import static io.sallyport.routing.TestingProvider.stream;
import static io.sallyport.routing.TestingProvider.text;
import static io.sallyport.routing.TestingProvider.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.chat.Usage;
import io.sallyport.core.ProblemCode;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.LimitProblems;
import io.sallyport.limit.Rates.Settled;
import io.sallyport.limit.Rates.Taken;
import io.sallyport.limit.TestingRates;
import io.sallyport.usage.UsageEntry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What calls take, hold, settle and write down: all of it once, however they end. */
class CallSpendingTest {
    private static final LimitSpec REQUESTS = new LimitSpec(Measure.REQUESTS, Window.MINUTE, 600);
    private static final LimitSpec CONCURRENT = new LimitSpec(Measure.CONCURRENT, Window.NOW, 10);
    private static final LimitSpec TOKENS = new LimitSpec(Measure.TOKENS, Window.MINUTE, 100_000);
    private static final long DEAREST = 200 * 1000 + 100 * 2000;
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4}}";

    private final TestingCalls calls = new TestingCalls();
    private final TestingProvider provider = new TestingProvider();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void without_limits_no_store_is_asked_and_the_ledger_has_what_was_used() {
        provider.on("a", answer("hello"));

        calls.whole(provider, "a");

        assertThat(calls.rates.takes).isEmpty();
        assertThat(calls.budgets.asked).isEmpty();
        UsageEntry entry = only();
        assertThat(entry.usage()).isEqualTo(new Usage(3, 0, 2, 0));
        assertThat(entry.costNano()).isEqualTo(3 * 1000 + 2 * 2000);
        assertThat(entry.currency()).hasValue("USD");
        assertThat(entry.spender()).isEqualTo(TestingCalls.SPENDER);
        assertThat(entry.at()).isEqualTo(TestingCalls.NOW);
        assertThat(entry.model()).isEqualTo("p/a");
        assertThat(entry.answeredBy()).hasValue("m");
        assertThat(entry.outcome()).isEqualTo("ok");
        assertThat(entry.last()).isTrue();
        assertThat(entry.estimated()).isFalse();
        assertThat(provider.bodies.getFirst()).as("no budget, no limit told").doesNotContain("max_tokens");
    }

    @Test
    void rates_are_taken_once_at_the_bound_and_settled_once_at_what_was_used() {
        calls.limited(REQUESTS, CONCURRENT, TOKENS);
        provider.on("a", status(503, "{}")).on("b", answer("hello"));

        TestingReply reply = calls.whole(provider, "a", "b");

        assertThat(reply.levels).hasSize(3);
        assertThat(calls.rates.takes).hasSize(1);
        TestingRates.Took took = calls.rates.takes.getFirst();
        long body = provider.bodies.getFirst().length() - "{\"model\":\"a\"".length() + "{\"model\":\"r\"".length();
        assertThat(took.wants()).extracting(want -> want.amount()).containsExactly(1L, 1L, body + 100);
        assertThat(took.lease()).isGreaterThan(Duration.ofSeconds(5));
        assertThat(calls.rates.settles).hasSize(1);
        assertThat(calls.rates.settles.getFirst().settled())
                .containsExactly(new Settled(applied(CONCURRENT), 0), new Settled(applied(TOKENS), body + 100 - 5));
    }

    @Test
    void more_than_a_bucket_holds_is_never_taken() {
        calls.limited(new LimitSpec(Measure.OUTPUT_TOKENS, Window.MINUTE, 30));
        provider.on("a", answer("hello"));

        calls.whole(provider, "a");

        assertThat(calls.rates.takes.getFirst().wants().getFirst().amount()).isEqualTo(30);
        assertThat(calls.rates.settles.getFirst().settled().getFirst().surplus())
                .isEqualTo(28);
    }

    @Test
    void a_rate_that_is_used_up_refuses_before_anybody_is_asked() {
        calls.limited(REQUESTS);
        calls.rates.refusing(applied(REQUESTS), Duration.ofMillis(1500));
        provider.on("a", answer("hello"));

        TestingReply reply = calls.whole(provider, "a");

        var problem = Objects.requireNonNull(reply.problem);
        assertThat(problem.code()).isEqualTo(ProblemCode.RATE_LIMIT_EXCEEDED);
        assertThat(problem.facts())
                .containsEntry(LimitProblems.RATE, "requestsPerMinute")
                .containsEntry(LimitProblems.SCOPE, "route:r")
                .containsEntry("retry_after_seconds", 2L);
        assertThat(provider.asked).isEmpty();
        assertThat(calls.rates.settles).isEmpty();
        assertThat(calls.ledger.entries).isEmpty();
        assertThat(Objects.requireNonNull(calls.decisions().getFirst().met()).kind())
                .isEqualTo("route");
    }

    @Test
    void a_caller_who_leaves_before_rates_answer_gets_all_of_it_back_and_nobody_is_asked() {
        calls.limited(REQUESTS, CONCURRENT, TOKENS);
        CompletableFuture<Taken> answer = new CompletableFuture<>();
        calls.rates.answering(answer);
        CompletableFuture<Void> leave = new CompletableFuture<>();
        TestingReply reply = calls.begun(provider, leave, "a");
        await().until(() -> calls.rates.takes.size() == 1);

        leave.complete(null);
        reply.over.join();
        var wants = calls.rates.takes.getFirst().wants();
        answer.complete(TestingRates.passed(wants));

        await().until(() -> calls.rates.settles.size() == 1);
        assertThat(calls.rates.settles.getFirst().settled())
                .containsExactly(
                        new Settled(applied(REQUESTS), 1),
                        new Settled(applied(CONCURRENT), 0),
                        new Settled(applied(TOKENS), wants.getLast().amount()));
        assertThat(provider.asked).isEmpty();
    }

    @Test
    void the_total_limit_fires_while_rates_do_not_answer() {
        calls.limited(REQUESTS);
        CompletableFuture<Taken> answer = new CompletableFuture<>();
        calls.rates.answering(answer);

        TestingReply reply = calls.whole(provider, Duration.ofMillis(100), "a");
        answer.complete(TestingRates.passed(calls.rates.takes.getFirst().wants()));

        assertThat(Objects.requireNonNull(reply.problem).code()).isEqualTo(ProblemCode.PROVIDER_TIMEOUT);
        await().until(() -> calls.rates.settles.size() == 1);
    }

    @Test
    void a_budget_holds_the_bound_and_settles_what_the_provider_counted() {
        calls.limited(cost(1_000_000));
        provider.on("a", stream(role("1"), text("1", "hi"), stop("1"), USAGE, "[DONE]"));

        calls.streamed(provider, "a");

        int body = provider.bodies.getFirst().length();
        assertThat(provider.bodies.getFirst()).contains("\"max_tokens\":100");
        assertThat(calls.budgets.holds.getFirst().getFirst().amount()).isEqualTo(body * 1000L + 100 * 2000);
        assertThat(only().settlements().getFirst().actual()).isEqualTo(10 * 1000 + 4 * 2000);
        assertThat(only().reservation()).hasValue(calls.budgets.asked.getFirst());
        everythingIsSettled();
    }

    @Test
    void a_request_with_its_own_limit_keeps_it() {
        calls.limited(new LimitSpec(Measure.OUTPUT_TOKENS, Window.DAY, 1000));
        provider.on("a", answer("hello"));

        calls.wholeWith(",\"max_tokens\":7,\"n\":3", provider, "a");

        assertThat(provider.bodies.getFirst()).contains("\"max_tokens\":7,").doesNotContain("100");
        assertThat(calls.budgets.holds.getFirst().getFirst().amount()).isEqualTo(21);
    }

    @Test
    void a_spent_budget_refuses_and_says_which_and_until_when() {
        calls.limited(cost(1000));
        provider.on("a", answer("hello"));

        TestingReply reply = calls.whole(provider, "a");

        var problem = Objects.requireNonNull(reply.problem);
        assertThat(problem.code()).isEqualTo(ProblemCode.BUDGET_EXHAUSTED);
        assertThat(problem.facts())
                .containsEntry("budget", "costPerDay")
                .containsEntry("scope", "route:r")
                .containsEntry("limit", "0.000001000")
                .containsEntry("used", "0.000000000")
                .containsEntry("resets_at", "2026-03-02T00:00:00Z")
                .containsEntry("retry_after_seconds", 12 * 3600L)
                .doesNotContainKey("may_fit_later");
        assertThat(provider.asked).isEmpty();
        assertThat(calls.ledger.entries).isEmpty();
        assertThat(calls.decisions().getFirst().candidates().getFirst().skipped())
                .isEqualTo(SkipReason.OVER_BUDGET);
    }

    @Test
    void a_cheaper_candidate_that_fits_is_asked_instead() {
        calls.limited(cost(DEAREST / 2));
        provider.on("cheap", answer("hello"));

        assertThat(calls.whole(provider, "a", "cheap").body).contains("hello");

        assertThat(provider.asked).containsExactly("cheap");
        everythingIsSettled();
    }

    @Test
    void a_retry_after_an_attempt_that_cost_nothing_uses_its_reservation() {
        calls.limited(cost(DEAREST));
        provider.on("a", status(500, "{}"), answer("hello"));

        assertThat(calls.whole(provider, "a").body).contains("hello");

        assertThat(calls.budgets.asked).hasSize(1);
        assertThat(calls.ledger.entries).extracting(UsageEntry::last).containsExactly(false, true);
        assertThat(calls.ledger.entries).extracting(UsageEntry::costNano).containsExactly(0L, 7000L);
        everythingIsSettled();
    }

    @Test
    void a_fallback_reserves_anew_when_what_cost_nothing_has_gone_back() {
        calls.limited(cost(DEAREST));
        provider.on("a", status(401, "{}")).on("bb", answer("hello"));

        assertThat(calls.whole(provider, "a", "bb").body).contains("hello");

        assertThat(calls.budgets.asked).hasSize(2);
        assertThat(calls.budgets.released).containsExactly(calls.budgets.asked.getFirst());
        everythingIsSettled();
    }

    @Test
    void a_stream_that_breaks_settles_what_was_seen_and_the_fallback_what_was_counted() {
        calls.limited(cost(10 * DEAREST));
        provider.on("a", then(stream(role("1"), text("1", "Once upon a time")), ended()))
                .on("b", stream(text("2", "Once upon a time there was"), stop("2"), USAGE, "[DONE]"));

        TestingReply reply = calls.streamed(provider, "a", "b");

        assertThat(reply.text()).isEqualTo("Once upon a time there was");
        UsageEntry broken = calls.ledger.entries.getFirst();
        assertThat(broken.outcome()).isEqualTo("cut");
        assertThat(broken.estimated()).isTrue();
        assertThat(broken.usage().output()).as("16 bytes").isEqualTo(4);
        assertThat(broken.usage().input()).isEqualTo(provider.bodies.getFirst().length() / 4);
        assertThat(broken.last()).isFalse();
        assertThat(calls.ledger.entries.getLast().usage()).isEqualTo(new Usage(10, 0, 4, 0));
        assertThat(calls.ledger.entries.getLast().last()).isTrue();
        everythingIsSettled();
    }

    @Test
    void a_fallback_that_no_budget_allows_leaves_the_cut_explained_and_settled() {
        calls.limited(cost(DEAREST));
        provider.on("a", then(stream(role("1"), text("1", "Once upon a time")), ended()));

        TestingReply reply = calls.streamed(provider, "a", "b");

        assertThat(Objects.requireNonNull(reply.problem).code()).isEqualTo(ProblemCode.STREAM_CUT);
        assertThat(provider.asked).containsExactly("a");
        assertThat(only().last()).isTrue();
        everythingIsSettled();
    }

    @Test
    void a_caller_who_leaves_in_the_middle_pays_for_what_was_seen() {
        calls.limited(cost(DEAREST), CONCURRENT);
        provider.on("a", stream(role("1"), text("1", "x"), text("1", "y"), text("1", "z")));

        calls.cancelledAfterTheFirstToken(provider, "a");

        await().until(() -> calls.ledger.entries.size() == 1);
        assertThat(only().outcome()).isEqualTo("cancelled");
        assertThat(only().usage().output()).as("three deltas").isEqualTo(3);
        assertThat(only().estimated()).isTrue();
        everythingIsSettled();
        assertThat(calls.rates.settles).hasSize(1);
    }

    @Test
    void a_silent_candidate_costs_nothing() {
        calls.limited(cost(DEAREST));
        provider.on("a", silence());

        calls.streamed(provider, "a");

        assertThat(only().outcome()).isEqualTo("first_token_timeout");
        assertThat(only().costNano()).isZero();
        everythingIsSettled();
    }

    @Test
    void a_caller_who_leaves_before_the_budget_answers_holds_nothing_afterwards() {
        calls.limited(cost(DEAREST));
        CompletableFuture<Void> answer = new CompletableFuture<>();
        calls.budgets.waitingFor(answer);
        CompletableFuture<Void> leave = new CompletableFuture<>();
        TestingReply reply = calls.begun(provider, leave, "a");
        await().until(() -> calls.budgets.asked.size() == 1);

        leave.complete(null);
        reply.over.join();
        answer.complete(null);

        await().until(() -> calls.budgets.released.size() == 1);
        everythingIsSettled();
        assertThat(provider.asked).isEmpty();
    }

    @Test
    void an_open_breaker_gives_back_what_was_held_for_it() {
        calls.limited(cost(100 * DEAREST));
        provider.on("a", status(503, "{}")).on("b", answer("hello"));
        for (int i = 0; i < 3; i++) {
            calls.whole(provider, "a", "b");
        }

        everythingIsSettled();
        assertThat(provider.asked.stream().filter("a"::equals).count()).isLessThan(6);
    }

    @Test
    void a_store_of_budgets_that_is_away_is_no_reason_to_spend() {
        calls.limited(cost(DEAREST));
        calls.budgets.goneAway();
        provider.on("a", answer("hello"));

        TestingReply reply = calls.whole(provider, "a", "b");

        assertThat(Objects.requireNonNull(reply.problem).code()).isEqualTo(ProblemCode.STORE_UNAVAILABLE);
        assertThat(provider.asked).isEmpty();
    }

    @Test
    void a_model_of_unknown_size_is_refused_by_name_under_a_budget() {
        calls.limited(cost(DEAREST));
        provider.on("unbounded", answer("hello"));

        TestingReply reply = calls.whole(provider, "unbounded");

        var problem = Objects.requireNonNull(reply.problem);
        assertThat(problem.code()).isEqualTo(ProblemCode.MISSING_PARAMETER);
        assertThat(problem.param()).isEqualTo("max_tokens");
        assertThat(problem.detail()).contains("p/unbounded");
        assertThat(provider.asked).isEmpty();
        assertThat(calls.wholeWith(",\"max_tokens\":5", provider, "unbounded").body)
                .contains("hello");
    }

    @Test
    void a_model_without_a_price_is_refused_by_name_under_a_budget_of_money() {
        calls.limited(cost(DEAREST));
        provider.on("unpriced", answer("hello"));

        TestingReply reply = calls.whole(provider, "unpriced");

        assertThat(Objects.requireNonNull(reply.problem).code()).isEqualTo(ProblemCode.PROVIDER_MISCONFIGURED);
        assertThat(reply.problem.detail()).contains("p/unpriced");
    }

    private void everythingIsSettled() {
        assertThat(calls.budgets.held()).as("reservations left behind").isZero();
        assertThat(calls.budgets.used())
                .as("what budgets have is what the ledger has")
                .isEqualTo(calls.ledger.entries.stream()
                        .mapToLong(UsageEntry::costNano)
                        .sum());
    }

    private UsageEntry only() {
        assertThat(calls.ledger.entries).hasSize(1);
        return calls.ledger.entries.getFirst();
    }

    private static LimitSpec cost(long nano) {
        return new LimitSpec(Measure.COST, Window.DAY, nano);
    }

    private static AppliedLimit applied(LimitSpec limit) {
        return new AppliedLimit(AppliedLimit.EVERY_TENANT, "route:r", limit);
    }
}

package io.sallyport.routing;

import static io.sallyport.routing.TestingProvider.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.LimitSpec.Window;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.limit.Budgets.Account;
import io.sallyport.limit.Period;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that wait until others settle what they hold of a budget. */
class CallWaitsTest {
    private static final long DEAREST = 200 * 1000 + 100 * 2000;

    private final TestingCalls calls = new TestingCalls();
    private final TestingProvider provider = new TestingProvider();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void what_others_hold_is_waited_for_and_then_used() {
        calls.limited(cost(DEAREST)).waiting(Duration.ofSeconds(4));
        Account account = new Account(applied(cost(DEAREST)), Period.of(Window.DAY, TestingCalls.NOW, ZoneOffset.UTC));
        calls.budgets.takenBySomebody("theirs", account, DEAREST);
        provider.on("a", answer("hello"));
        CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS).execute(() -> calls.budgets.release("theirs"));

        TestingReply reply = calls.whole(provider, "a");

        assertThat(reply.body).contains("hello");
        assertThat(calls.budgets.asked.size()).isBetween(2, 20);
        assertThat(calls.budgets.held()).as("reservations left behind").isZero();
    }

    @Test
    void waiting_ends_and_says_that_a_retry_may_help() {
        calls.limited(cost(DEAREST)).waiting(Duration.ofMillis(100));
        Account account = new Account(applied(cost(DEAREST)), Period.of(Window.DAY, TestingCalls.NOW, ZoneOffset.UTC));
        calls.budgets.takenBySomebody("theirs", account, DEAREST);

        TestingReply reply = calls.whole(provider, "a");

        assertThat(Objects.requireNonNull(reply.problem).facts())
                .containsEntry("may_fit_later", true)
                .containsEntry("retry_after_seconds", 1L);
        assertThat(calls.budgets.asked.size()).isGreaterThan(1);
    }

    private static LimitSpec cost(long nano) {
        return new LimitSpec(Measure.COST, Window.DAY, nano);
    }

    private static AppliedLimit applied(LimitSpec limit) {
        return new AppliedLimit(AppliedLimit.EVERY_TENANT, "route:r", limit);
    }
}

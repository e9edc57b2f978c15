package io.sallyport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.core.ProblemCode;
import io.sallyport.core.ProblemException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final String KEY = "sp_one";

    private final TestingClock clock = new TestingClock();
    private final TestingCatalog catalog = new TestingCatalog().client("batch", "route:*");
    private final TestingVerifier verifier = new TestingVerifier();
    private final Authenticator authenticator = new Authenticator(List.of(verifier), catalog, clock);

    @Test
    void a_verified_credential_is_known_without_asking_again() {
        accept(Duration.ofDays(1));
        verify();
        assertThat(authenticator.known(KEY)).isNotNull();
        assertThat(verifier.asked()).isEqualTo(1);
    }

    @Test
    void a_credential_is_never_remembered_beyond_a_minute() {
        accept(Duration.ofDays(1));
        verify();
        clock.advance(Duration.ofSeconds(59));
        assertThat(authenticator.known(KEY)).isNotNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(authenticator.known(KEY)).isNull();
    }

    @Test
    void a_credential_is_never_remembered_beyond_its_own_expiry() {
        accept(Duration.ofSeconds(10));
        verify();
        clock.advance(Duration.ofSeconds(10));
        assertThat(authenticator.known(KEY)).isNull();
    }

    @Test
    void a_changed_catalogue_changes_what_a_known_caller_may_do_at_once() {
        accept(Duration.ofDays(1));
        verify();
        catalog.empty().client("batch", "admin");
        assertThat(authenticator.known(KEY)).satisfies(caller -> {
            assertThat(caller.may().allows("admin")).isTrue();
            assertThat(caller.may().allows("route:any")).isFalse();
        });
    }

    @Test
    void a_known_caller_whom_the_catalogue_drops_is_an_unknown_principal() {
        accept(Duration.ofDays(1));
        verify();
        catalog.empty();
        refusedWith(ProblemCode.UNKNOWN_PRINCIPAL, () -> authenticator.known(KEY));
    }

    @Test
    void a_revoked_credential_is_asked_about_again() {
        accept(Duration.ofDays(1));
        verify();
        verifier.forget(KEY);
        authenticator.revoke(Digest.of(KEY));
        assertThat(authenticator.known(KEY)).isNull();
        refusedWith(ProblemCode.INVALID_CREDENTIALS, this::verify);
    }

    @Test
    void an_answer_from_before_a_revocation_is_not_remembered_after_it() {
        accept(Duration.ofDays(1));
        CompletableFuture<Void> slowStore = new CompletableFuture<>();
        verifier.waitFor(Uni.createFrom().completionStage(slowStore));
        CompletableFuture<Caller> answer = authenticator.verify(KEY).subscribeAsCompletionStage();
        authenticator.revoke(Digest.of(KEY));
        slowStore.complete(null);
        assertThat(answer).isCompleted();
        assertThat(authenticator.known(KEY)).isNull();
    }

    @Test
    void many_who_bring_the_same_new_credential_at_once_cost_one_question() {
        accept(Duration.ofDays(1));
        CompletableFuture<Void> slowStore = new CompletableFuture<>();
        verifier.waitFor(Uni.createFrom().completionStage(slowStore));
        List<CompletableFuture<Caller>> all = java.util.stream.Stream.generate(
                        () -> authenticator.verify(KEY).subscribeAsCompletionStage())
                .limit(50)
                .toList();
        slowStore.complete(null);
        assertThat(all).allSatisfy(one -> assertThat(one).isCompleted());
        assertThat(verifier.asked()).isEqualTo(1);
    }

    @Test
    void a_refused_credential_is_refused_for_a_moment_without_asking() {
        refusedWith(ProblemCode.INVALID_CREDENTIALS, this::verify);
        refusedWith(ProblemCode.INVALID_CREDENTIALS, () -> authenticator.known(KEY));
        assertThat(verifier.asked()).isEqualTo(1);
    }

    @Test
    void an_unreachable_verifier_is_not_a_refusal_and_is_asked_again() {
        accept(Duration.ofDays(1));
        verifier.goDown();
        refusedWith(ProblemCode.IDENTITY_UNAVAILABLE, this::verify);
        assertThat(authenticator.known(KEY)).isNull();
        refusedWith(ProblemCode.IDENTITY_UNAVAILABLE, this::verify);
        assertThat(verifier.asked()).isEqualTo(2);
    }

    @Test
    void a_known_credential_outlives_its_verifier_until_it_is_due() {
        accept(Duration.ofDays(1));
        verify();
        verifier.goDown();
        assertThat(authenticator.known(KEY)).isNotNull();
        clock.advance(Duration.ofSeconds(60));
        assertThat(authenticator.known(KEY)).isNull();
        refusedWith(ProblemCode.IDENTITY_UNAVAILABLE, this::verify);
    }

    @Test
    void the_warm_check_of_a_token_of_usual_length_costs_less_than_50_microseconds() {
        String token = "x".repeat(1_200);
        verifier.accept(token, TestingVerifier.client("batch", clock.instant().plus(Duration.ofDays(1))));
        var _ = authenticator.verify(token).await().atMost(Duration.ofSeconds(5));
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            best = Math.min(best, nanosFor(token, 2_000));
        }
        assertThat(best / 2_000)
                .as("nanoseconds for one warm check with its permission decision")
                .isLessThan(50_000);
        System.out.printf("warm identity check: %d ns%n", best / 2_000);
    }

    private long nanosFor(String token, int checks) {
        long begin = System.nanoTime();
        for (int i = 0; i < checks; i++) {
            Caller caller = authenticator.known(token);
            assertThat(caller != null && caller.may().allows("route:chat-default"))
                    .isTrue();
        }
        return System.nanoTime() - begin;
    }

    private void accept(Duration life) {
        verifier.accept(KEY, TestingVerifier.client("batch", clock.instant().plus(life)));
    }

    private Caller verify() {
        return authenticator.verify(KEY).await().atMost(Duration.ofSeconds(5));
    }

    private static void refusedWith(ProblemCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(code));
    }
}

package io.sallyport.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ModelProvider} promises. An adapter's test extends this and says which requests bring which behaviour about. */
public abstract class ModelProviderContract {
    private static final long QUIET_MILLIS = 250;

    protected Vertx vertx;
    private Context context;

    /** The adapter under test, on {@link #vertx}. */
    protected abstract ModelProvider provider();

    /** A request that is answered with 200 and a body of at least three parts, not all at once where it is a stream. */
    protected abstract ProviderRequest answered(boolean stream);

    /** A request that is refused with 429 and {@code Retry-After: 7}. */
    protected abstract ProviderRequest refused();

    /** A request whose connection is lost before an answer begins. */
    protected abstract ProviderRequest lost();

    /** A request whose connection is lost after a part of the answer. */
    protected abstract ProviderRequest cut();

    /** A request that is never answered. */
    protected abstract ProviderRequest silent();

    @BeforeEach
    void startVertx() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
    }

    @AfterEach
    void stopVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsTheHeadThenThePartsThenTheEndOnTheCallersContext(boolean stream) throws Exception {
        TestingListener listener = new TestingListener();
        begin(answered(stream), listener);
        listener.over().get(10, SECONDS);
        quiet();

        assertThat(listener.status()).isEqualTo(200);
        assertThat(listener.reports()).startsWith("head", "body").endsWith("body", "ended");
        assertThat(listener.reports())
                .filteredOn(report -> !report.equals("body"))
                .containsExactly("head", "ended");
        assertThat(listener.contexts()).allMatch(seen -> seen == context);
    }

    @Test
    void reportsNothingBeforeTheCallHasReturned() throws Exception {
        TestingListener listener = new TestingListener();
        List<String> whenReturned = onContext(() -> {
            var unused = provider().call(answered(true), listener);
            return listener.reports();
        });
        listener.over().get(10, SECONDS);

        assertThat(whenReturned).isEmpty();
    }

    @Test
    void aRefusalIsAHeadLikeAnyOther() throws Exception {
        TestingListener listener = new TestingListener();
        begin(refused(), listener);
        listener.over().get(10, SECONDS);

        assertThat(listener.status()).isEqualTo(429);
        assertThat(listener.headers().get("Retry-After")).isEqualTo("7");
        assertThat(listener.reports()).startsWith("head").endsWith("ended");
    }

    @Test
    void aConnectionLostBeforeTheAnswerFailsWithoutAHead() throws Exception {
        TestingListener listener = new TestingListener();
        begin(lost(), listener);
        listener.over().get(10, SECONDS);
        quiet();

        assertThat(listener.reports()).containsExactly("failed RESET");
    }

    @Test
    void aConnectionLostWithinTheAnswerFailsAfterWhatCame() throws Exception {
        TestingListener listener = new TestingListener();
        begin(cut(), listener);
        listener.over().get(10, SECONDS);
        quiet();

        assertThat(listener.reports())
                .startsWith("head", "body")
                .endsWith("failed CUT")
                .doesNotContain("ended");
    }

    @Test
    void nothingIsReportedAfterACancelInTheMiddle() throws Exception {
        AtomicReference<ProviderCall> call = new AtomicReference<>();
        TestingListener listener = new TestingListener();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        TestingListener cancelling = listener.onHead(() -> {
            call.get().cancel();
            cancelled.complete(null);
        });
        begin(answered(true), cancelling, call);
        cancelled.get(10, SECONDS);
        quiet();

        assertThat(listener.reports()).containsExactly("head");
    }

    @Test
    void nothingIsReportedAfterACancelBeforeAnyAnswer() throws Exception {
        TestingListener listener = new TestingListener();
        ProviderCall call = begin(silent(), listener);
        onContext(() -> {
            call.cancel();
            call.cancel();
            return true;
        });
        quiet();

        assertThat(listener.reports()).isEmpty();
    }

    @Test
    void aCancelAfterTheEndDoesNothing() throws Exception {
        TestingListener listener = new TestingListener();
        ProviderCall call = begin(answered(false), listener);
        listener.over().get(10, SECONDS);
        onContext(() -> {
            call.cancel();
            return true;
        });

        assertThat(listener.reports()).endsWith("ended");
    }

    @Test
    void aPauseHoldsThePartsBackUntilItIsOver() throws Exception {
        AtomicReference<ProviderCall> call = new AtomicReference<>();
        CompletableFuture<Void> paused = new CompletableFuture<>();
        TestingListener listener = new TestingListener();
        TestingListener pausing = listener.onHead(() -> {
            call.get().pause();
            paused.complete(null);
        });
        begin(answered(true), pausing, call);
        paused.get(10, SECONDS);
        quiet();
        assertThat(listener.reports()).containsExactly("head");

        onContext(() -> {
            call.get().resume();
            return true;
        });
        listener.over().get(10, SECONDS);
        assertThat(listener.reports()).endsWith("body", "ended");
    }

    private void begin(ProviderRequest request, TestingListener listener, AtomicReference<ProviderCall> into)
            throws Exception {
        onContext(() -> {
            into.set(provider().call(request, listener));
            return true;
        });
    }

    protected ProviderCall begin(ProviderRequest request, TestingListener listener) throws Exception {
        return onContext(() -> provider().call(request, listener));
    }

    private <T> T onContext(Supplier<T> action) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            try {
                done.complete(action.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, SECONDS);
    }

    /** Lets time pass on the loop, for what must not happen. */
    private void quiet() throws Exception {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        vertx.setTimer(QUIET_MILLIS, ignored -> passed.complete(null));
        passed.get(10, SECONDS);
    }
}

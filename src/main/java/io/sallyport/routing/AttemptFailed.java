package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.resilience.GuardedFailure;
import io.vertx.core.buffer.Buffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An attempt that gave no answer, or no complete one. */
final class AttemptFailed extends GuardedFailure {
    private static final long NONE = -1;

    private final transient ModelSpec model;
    private final AttemptOutcome outcome;
    private final int status;
    private final String detail;
    private final transient Predicate<AttemptFailed> retryPolicy;
    private boolean blamesProvider;
    private long retryAfterMillis = NONE;
    private long delayMillis;
    private transient @Nullable Buffer body;
    private transient Reserved.@Nullable Refused refusal;

    AttemptFailed(
            ModelSpec model, AttemptOutcome outcome, int status, String detail, Predicate<AttemptFailed> retryPolicy) {
        super(model.ref() + ": " + outcome.label());
        this.model = model;
        this.outcome = outcome;
        this.status = status;
        this.detail = detail;
        this.retryPolicy = retryPolicy;
        this.blamesProvider = outcome.blamesProvider();
    }

    /** The same failure, held against the provider whatever the table says. */
    AttemptFailed blamed() {
        blamesProvider = true;
        return this;
    }

    /** The same failure, held against nobody. */
    AttemptFailed unblamed() {
        blamesProvider = false;
        return this;
    }

    AttemptFailed withRetryAfter(long millis) {
        retryAfterMillis = millis;
        return this;
    }

    AttemptFailed withBody(Buffer providersBody) {
        body = providersBody;
        return this;
    }

    AttemptFailed refusedWith(Reserved.Refused budgets) {
        refusal = budgets;
        return this;
    }

    void delayBy(long millis) {
        delayMillis = millis;
    }

    ModelSpec model() {
        return model;
    }

    AttemptOutcome outcome() {
        return outcome;
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }

    /** What the provider asked for, or -1. */
    long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** The provider's own error body, or null. */
    @Nullable
    Buffer body() {
        return body;
    }

    /** What budgets have said, where it was they who allowed no attempt; else null. */
    Reserved.@Nullable Refused refusal() {
        return refusal;
    }

    @Override
    public boolean countsForBreaker() {
        return blamesProvider;
    }

    @Override
    public boolean mayRetry() {
        return retryPolicy.test(this);
    }

    @Override
    public long retryDelayMillis() {
        return delayMillis;
    }
}

package io.sallyport.routing;

import io.sallyport.dialect.openai.ProviderErrorBody;
import io.vertx.core.buffer.Buffer;

/** An answer that is an error by its status: its body says which, as far as anybody reads. */
final class ErrorReader extends ExcerptReader {
    private final Attempt attempt;
    private final int status;
    private final long retryAfterMillis;

    ErrorReader(Attempt attempt, int status, long retryAfterMillis) {
        this.attempt = attempt;
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }

    @Override
    void judge(Buffer body) {
        ProviderErrorBody error = ProviderErrorBody.parse(body.getBytes());
        AttemptOutcome outcome = outcome(error);
        String said = error.message() == null ? "" : ": " + error.message();
        attempt.fail(attempt.failure(outcome, "the provider answered " + status + said)
                .withRetryAfter(retryAfterMillis)
                .withBody(body));
    }

    private AttemptOutcome outcome(ProviderErrorBody error) {
        AttemptOutcome outcome = AttemptOutcome.ofStatus(status);
        if (outcome != AttemptOutcome.REJECTED) {
            return outcome;
        }
        if (error.contextLength()) {
            return AttemptOutcome.CONTEXT_LENGTH;
        }
        if (error.contentFilter()) {
            return AttemptOutcome.CONTENT_FILTER;
        }
        return attempt.mode() == Attempt.Mode.PREFILL ? AttemptOutcome.PREFILL_REJECTED : AttemptOutcome.REJECTED;
    }
}

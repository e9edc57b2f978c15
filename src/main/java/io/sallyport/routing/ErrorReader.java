package io.sallyport.routing;

import io.sallyport.dialect.openai.ProviderErrorBody;
import io.vertx.core.buffer.Buffer;

/** An answer that is an error by its status: its body says which, as far as anybody reads. */
final class ErrorReader implements BodyReader {
    private static final int MOST_BYTES = 64 * 1024;

    private final Attempt attempt;
    private final int status;
    private final long retryAfterMillis;
    private final Buffer body = Buffer.buffer();

    ErrorReader(Attempt attempt, int status, long retryAfterMillis) {
        this.attempt = attempt;
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }

    @Override
    public void part(Buffer part) {
        body.appendBuffer(part, 0, Math.min(part.length(), MOST_BYTES - body.length()));
        if (body.length() >= MOST_BYTES) {
            end();
        }
    }

    @Override
    public void end() {
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

package io.sallyport.routing;

import io.sallyport.chat.Operation;
import io.sallyport.dialect.openai.UpstreamRequest;
import io.sallyport.dialect.openai.WholeAnswer;
import io.vertx.core.buffer.Buffer;

/** A whole answer, kept until it is complete and seen to be one; then its bytes go on as they came. */
final class WholeReader implements BodyReader {
    private final Attempt attempt;
    private final UpstreamRequest asked;
    private final int mostBytes;
    private Buffer body = Buffer.buffer(0);

    WholeReader(Attempt attempt, UpstreamRequest asked, int mostBytes) {
        this.attempt = attempt;
        this.asked = asked;
        this.mostBytes = mostBytes;
    }

    @Override
    public void part(Buffer part) {
        if (body.length() + part.length() > mostBytes) {
            tooLarge(attempt.failure(
                    AttemptOutcome.TOO_LARGE,
                    "the answer is larger than " + mostBytes + " bytes (sallyport.limits.answer)"));
        } else if (body.length() == 0) {
            body = part; // most answers come in one part: no copy
        } else {
            body.appendBuffer(part);
        }
    }

    /** How long a list of embeddings is, is the caller's doing: it must not open a breaker that is everybody's. */
    private void tooLarge(AttemptFailed failure) {
        attempt.fail(asked.operation() == Operation.EMBEDDINGS ? failure.unblamed() : failure);
    }

    @Override
    public void end() {
        WholeAnswer answer = asked.answer(body.getBytes());
        switch (answer.verdict()) {
            case OK -> attempt.answered(body, answer);
            case ERROR ->
                attempt.fail(attempt.failure(AttemptOutcome.ERROR_BODY, "status 200 with an error for a body"));
            default ->
                attempt.fail(attempt.failure(
                        AttemptOutcome.MALFORMED,
                        switch (asked.operation()) {
                            case CHAT -> "the body is not a chat completion";
                            case EMBEDDINGS -> "the body is not a list with an embedding for each input";
                        }));
        }
    }
}

package io.sallyport.routing;

import io.sallyport.dialect.openai.ChatAnswer;
import io.sallyport.dialect.openai.ChatAnswerScan;
import io.vertx.core.buffer.Buffer;

/** A whole answer, kept until it is complete and seen to be one; then its bytes go on as they came. */
final class WholeReader implements BodyReader {
    private final Attempt attempt;
    private final int mostBytes;
    private Buffer body = Buffer.buffer(0);

    WholeReader(Attempt attempt, int mostBytes) {
        this.attempt = attempt;
        this.mostBytes = mostBytes;
    }

    @Override
    public void part(Buffer part) {
        if (body.length() + part.length() > mostBytes) {
            attempt.fail(attempt.failure(
                    AttemptOutcome.TOO_LARGE,
                    "the answer is larger than " + mostBytes + " bytes (sallyport.limits.answer)"));
        } else if (body.length() == 0) {
            body = part; // most answers come in one part: no copy
        } else {
            body.appendBuffer(part);
        }
    }

    @Override
    public void end() {
        ChatAnswer answer = ChatAnswerScan.scan(body.getBytes());
        switch (answer.verdict()) {
            case OK -> attempt.answered(body, answer);
            case ERROR ->
                attempt.fail(attempt.failure(AttemptOutcome.ERROR_BODY, "status 200 with an error for a body"));
            default -> attempt.fail(attempt.failure(AttemptOutcome.MALFORMED, "the body is not a chat completion"));
        }
    }
}

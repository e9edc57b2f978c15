package io.sallyport.routing;

import io.sallyport.dialect.openai.ChatAnswerScan;
import io.sallyport.dialect.openai.ChunkScan;
import io.vertx.core.buffer.Buffer;

/** A stream was asked for and something else came, with status 200: an error in JSON, as some providers do, or nothing of use. */
final class NotAStreamReader implements BodyReader {
    private static final int MOST_BYTES = 64 * 1024;

    private final Attempt attempt;
    private final String contentType;
    private final Buffer body = Buffer.buffer();

    NotAStreamReader(Attempt attempt, String contentType) {
        this.attempt = attempt;
        this.contentType = contentType;
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
        boolean error = ChatAnswerScan.scan(body.getBytes()).verdict() == ChunkScan.Verdict.ERROR;
        attempt.fail(
                error
                        ? attempt.failure(AttemptOutcome.ERROR_BODY, "status 200 with an error for a body")
                        : attempt.failure(
                                AttemptOutcome.MALFORMED, "a stream was asked for and " + contentType + " came"));
    }
}

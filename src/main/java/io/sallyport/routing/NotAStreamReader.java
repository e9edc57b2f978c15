package io.sallyport.routing;

import io.sallyport.dialect.openai.ChatAnswerScan;
import io.sallyport.dialect.openai.ChunkScan;
import io.vertx.core.buffer.Buffer;

/** A stream was asked for and something else came, with status 200: an error in JSON, as some providers do, or nothing of use. */
final class NotAStreamReader extends ExcerptReader {
    private final Attempt attempt;
    private final String contentType;

    NotAStreamReader(Attempt attempt, String contentType) {
        this.attempt = attempt;
        this.contentType = contentType;
    }

    @Override
    void judge(Buffer body) {
        boolean error = ChatAnswerScan.scan(body.getBytes()).verdict() == ChunkScan.Verdict.ERROR;
        attempt.fail(
                error
                        ? attempt.failure(AttemptOutcome.ERROR_BODY, "status 200 with an error for a body")
                        : attempt.failure(
                                AttemptOutcome.MALFORMED, "a stream was asked for and " + contentType + " came"));
    }
}

package io.sallyport.routing;

import io.sallyport.dialect.openai.ChunkScan;
import io.sallyport.dialect.sse.SseFramer;
import io.vertx.core.buffer.Buffer;

/**
 * A streamed answer: frames it, looks at each chunk without building objects, and passes on what is sound. A chunk that is not JSON is
 * left out; whether the answer is complete all the same is seen at its end.
 */
final class StreamReader implements BodyReader, SseFramer.Handler {
    private final Attempt attempt;
    private final SseFramer framer;
    private final ChunkScan chunk = new ChunkScan();
    private final int choices;
    private int finished;
    private int malformed;
    private boolean over;

    StreamReader(Attempt attempt, int choices, int mostEventBytes) {
        this.attempt = attempt;
        this.choices = choices;
        this.framer = new SseFramer(mostEventBytes);
    }

    @Override
    public void part(Buffer part) {
        byte[] bytes = part.getBytes();
        if (!framer.feed(bytes, 0, bytes.length, this) && !over) {
            fail(AttemptOutcome.TOO_LARGE, "an event is larger than sallyport.limits.event");
        }
        attempt.partEnds();
    }

    @Override
    public void event(byte[] raw, int rawFrom, int rawTo, byte[] data, int dataFrom, int dataTo) {
        if (over || dataFrom < 0) {
            return; // comments are the provider's heartbeat; we have our own
        }
        switch (chunk.scan(data, dataFrom, dataTo)) {
            case OK -> sound(raw, rawFrom, rawTo);
            case DONE -> done();
            case ERROR -> fail(AttemptOutcome.ERROR_BODY, "an error event in the stream");
            case MALFORMED -> malformed++;
        }
    }

    private void sound(byte[] raw, int rawFrom, int rawTo) {
        finished += chunk.finished();
        attempt.chunk(chunk, raw, rawFrom, rawTo);
    }

    private void done() {
        over = true;
        attempt.complete();
    }

    @Override
    public void end() {
        framer.end(this);
        if (over) {
            return;
        }
        if (allFinished()) {
            done(); // some providers forget [DONE]
        } else {
            fail(
                    AttemptOutcome.CUT,
                    malformed == 0
                            ? "the stream ended before the answer did"
                            : "the stream ended before the answer did; " + malformed + " chunks were not JSON");
        }
        attempt.partEnds();
    }

    /** Whether every choice has given its reason to finish: what is still missing is at most usage and {@code [DONE]}. */
    boolean allFinished() {
        return finished >= choices;
    }

    /** The provider keeps a finished stream open: it is complete without its last words. */
    void completeNow() {
        done();
    }

    private void fail(AttemptOutcome outcome, String detail) {
        over = true;
        attempt.fail(attempt.failure(outcome, detail));
    }
}

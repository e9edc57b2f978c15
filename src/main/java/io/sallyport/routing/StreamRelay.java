package io.sallyport.routing;

import io.sallyport.dialect.openai.ChunkScan;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Between the attempts' chunks and the caller's stream. Holds back what comes before the first token, so that a failed candidate leaves
 * no trace; then passes bytes on as they came, until a second candidate has to continue the answer.
 */
final class StreamRelay {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ModelCall call;
    private final CallerReply reply;
    private final boolean usageAsked;
    private final Delivered delivered;
    private Buffer out = Buffer.buffer();
    private @Nullable Splicer splicer;
    private @Nullable String firstId;
    private byte[] withText = {};
    private boolean committed;
    private boolean completed;
    private boolean opened;

    StreamRelay(ModelCall call, CallerReply reply, boolean usageAsked, Delivered delivered) {
        this.call = call;
        this.reply = reply;
        this.usageAsked = usageAsked;
        this.delivered = delivered;
    }

    /** Another attempt begins: what the one before it left unsaid is forgotten. */
    void attemptStarts(Attempt.Mode mode) {
        out = Buffer.buffer();
        committed = false;
        firstId = opened ? firstId : null;
        delivered.rollback();
        splicer = switch (mode) {
            case FRESH -> null;
            case PREFILL -> Splicer.continuing(delivered.text());
            case RESTART -> Splicer.restarting(delivered.text());
        };
    }

    void accept(Attempt attempt, ChunkScan chunk, byte[] raw, int from, int to) {
        if (chunk.usageOnly() && !usageAsked) {
            return;
        }
        if (splicer == null) {
            passOn(attempt, chunk, raw, from, to);
        } else {
            splice(attempt, chunk, splicer);
        }
    }

    private void passOn(Attempt attempt, ChunkScan chunk, byte[] raw, int from, int to) {
        firstId = firstId == null ? chunk.id() : firstId;
        out.appendBytes(raw, from, to - from);
        delivered.add(chunk);
        if (!committed && out.length() > call.limits().eventBytes()) {
            attempt.fail(attempt.failure(
                    AttemptOutcome.TOO_LARGE, "more before the first token than sallyport.limits.event"));
        }
    }

    private void splice(Attempt attempt, ChunkScan chunk, Splicer joint) {
        String text = chunk.text();
        if (chunk.hasDelta() && !chunk.onlyText()) {
            diverge(attempt);
            return;
        }
        String fresh = text == null || text.isEmpty() ? null : joint.next(text);
        if (fresh == null && text != null) {
            withText = chunk.edited(firstId, text);
        }
        if (chunk.finished() > 0) {
            releaseHeldBack(joint);
        }
        if (joint.diverged()) {
            diverge(attempt);
        } else if (fresh != null) {
            emit(chunk.edited(firstId, fresh));
            delivered.add(fresh);
        } else if (chunk.finished() > 0 || chunk.usageOnly()) {
            emit(chunk.edited(firstId, text == null ? null : ""));
        }
    }

    /** What looked like a repetition was the answer's own; the chunk that ends the answer has no text to carry it. */
    private void releaseHeldBack(Splicer joint) {
        String heldBack = joint.heldBack();
        ChunkScan carrier = new ChunkScan();
        if (heldBack != null && carrier.scan(withText, 0, withText.length) == ChunkScan.Verdict.OK) {
            emit(carrier.edited(firstId, heldBack));
            delivered.add(heldBack);
        }
    }

    private static void diverge(Attempt attempt) {
        attempt.fail(attempt.failure(AttemptOutcome.DIVERGED, "the new answer does not begin with what was delivered"));
    }

    private void emit(byte[] data) {
        out.appendBytes(DATA).appendBytes(data).appendBytes(END_OF_EVENT);
    }

    /** Whether the attempt may end as complete here. */
    boolean endsWell() {
        return splicer == null || splicer.mayEnd();
    }

    /** The attempt has begun: from now on its chunks go out. */
    void commit(RouteTrace trace) {
        committed = true;
        if (!opened) {
            opened = true;
            reply.open(trace);
        }
        if (completed) {
            finish();
        } else {
            flush();
        }
    }

    /** What has come so far goes out, if the attempt is committed. */
    void flush() {
        if (!committed || out.length() == 0) {
            return;
        }
        Buffer events = out;
        out = Buffer.buffer();
        delivered.sent();
        if (!reply.write(events)) {
            call.pause();
        }
    }

    void complete() {
        if (splicer != null) {
            releaseHeldBack(splicer);
        }
        completed = true;
        if (committed) {
            finish();
        }
    }

    private void finish() {
        out.appendBytes(DONE);
        flush();
        call.streamCompleted();
    }

    /** Whether the caller has something already. */
    boolean opened() {
        return opened;
    }

    Delivered delivered() {
        return delivered;
    }
}

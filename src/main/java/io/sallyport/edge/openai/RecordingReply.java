package io.sallyport.edge.openai;

import io.sallyport.core.Problem;
import io.sallyport.edge.health.Draining;
import io.sallyport.idempotency.answer.Execution;
import io.sallyport.idempotency.answer.KeptAnswer;
import io.sallyport.limit.Rates;
import io.sallyport.routing.CallerReply;
import io.sallyport.routing.Decision;
import io.sallyport.routing.ModelCall;
import io.sallyport.routing.RouteTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records what a caller is answered, and hands it on as it comes. Only the last word waits, for a moment, until it is recorded, so that
 * whoever has heard it can rely on hearing it again. A caller that goes away is answered all the same, into the record.
 */
final class RecordingReply implements CallerReply {
    private static final String JSON = HttpReply.JSON.toString();
    private static final String EVENT_STREAM = HttpReply.EVENT_STREAM.toString();

    private final CallerReply caller;
    private final Execution execution;
    private final Recording recording;
    private final Draining draining;
    private final ContextInternal context = ContextInternal.current();
    private String route = "";
    private boolean alone;
    private Draining.@Nullable Active served;

    RecordingReply(CallerReply caller, Execution execution, Recording recording, Draining draining) {
        this.caller = caller;
        this.execution = execution;
        this.recording = recording;
        this.draining = draining;
    }

    /** The caller is gone: from here on the answer is for the record only, and no reader's pace holds it up. */
    void goesOn(ModelCall call) {
        alone = true;
        served = draining.register(
                "an answer for the record", () -> context.runOnContext(home -> call.abort(HttpReply.CLOSING)));
        call.resume();
    }

    @Override
    public void admitted(List<Rates.Level> levels) {
        if (!alone) {
            caller.admitted(levels);
        }
    }

    @Override
    public void whole(Buffer body, RouteTrace trace) {
        recording.add(body);
        last(kept(200, JSON, trace.header()), () -> caller.whole(body, trace));
    }

    /**
     * The provider's final word is kept as what it is, a status and a body, though a caller whose stream had begun with a comment was told it
     * as an event.
     */
    @Override
    public void rejected(int status, Buffer body, RouteTrace trace) {
        recording.add(body);
        last(kept(status, JSON, trace.header()), () -> caller.rejected(status, body, trace));
    }

    @Override
    public void open(RouteTrace trace) {
        route = trace.header();
        if (!alone) {
            caller.open(trace);
        }
    }

    @Override
    public boolean write(Buffer events) {
        recording.add(events);
        return alone || caller.write(events);
    }

    @Override
    public void decided(Decision decision) {
        caller.decided(decision);
    }

    @Override
    public void end() {
        last(kept(200, EVENT_STREAM, route), caller::end);
    }

    /** Whatever failed may do better the next time: nothing of it is kept. */
    @Override
    public void failed(Problem problem, RouteTrace trace) {
        last(execution.release(), () -> caller.failed(problem, trace));
    }

    private Uni<Void> kept(int status, String contentType, String header) {
        return recording.fits()
                ? execution.keep(new KeptAnswer(status, contentType, header, recording.whole()))
                : execution.keepNothing();
    }

    private void last(Uni<Void> recorded, Runnable word) {
        var _ = recorded.subscribe()
                .with(done -> context.runOnContext(home -> {
                    if (served != null) {
                        served.ended();
                    }
                    if (!alone) {
                        word.run();
                    }
                }));
    }
}

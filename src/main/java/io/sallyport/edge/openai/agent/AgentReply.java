package io.sallyport.edge.openai.agent;

import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Problem;
import io.sallyport.edge.health.Draining;
import io.sallyport.resilience.Deadline;
import io.sallyport.run.machine.EventType;
import io.sallyport.run.reply.ReplyKeeper;
import io.sallyport.run.stream.Cursor;
import io.sallyport.run.stream.Reader;
import io.sallyport.run.stream.Reading;
import io.sallyport.run.stream.RunStreams;
import io.sallyport.run.stream.StreamItem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One caller's answer, from a run's stream, on the connection's own event loop. It reads the run and never changes it. */
final class AgentReply implements Reader {
    private final HttpServerResponse response;
    private final Context home = ContextInternal.current();
    private final String run;
    private final AnswerSink sink;
    private final Optional<ReplyKeeper.Held> held;
    private final Deadline deadline;
    private final long heartbeatMillis;
    private final AnswerText text = new AnswerText();
    private @Nullable Reading reading;
    private Draining.@Nullable Active served;
    private long beats;
    private long limit;
    private boolean over;

    AgentReply(
            HttpServerResponse response,
            String run,
            AnswerSink sink,
            Optional<ReplyKeeper.Held> held,
            Deadline deadline,
            long heartbeatMillis) {
        this.response = response;
        this.run = run;
        this.sink = sink;
        this.held = held;
        this.deadline = deadline;
        this.heartbeatMillis = heartbeatMillis;
    }

    void begin(RunStreams streams, Draining draining) {
        if (response.closed()) {
            held.ifPresent(ReplyKeeper.Held::cut);
            return;
        }
        response.closeHandler(closed -> gone());
        response.exceptionHandler(broken -> gone());
        sink.open();
        response.drainHandler(drained -> resume());
        beats = home.owner().setPeriodic(heartbeatMillis, beat -> sink.beat());
        limit = home.owner().setTimer(Math.max(1, deadline.remainingMillis()), late -> late());
        served = draining.register("an answer of an agent", () -> home.runOnContext(here -> leave()));
        reading = streams.follow(run, Cursor.START, task -> home.runOnContext(here -> task.run()), this);
    }

    @Override
    public boolean ready() {
        return sink.ready();
    }

    @Override
    public void take(StreamItem item) {
        if (over) {
            return;
        }
        String more = text.take(item);
        if (!more.isEmpty()) {
            sink.text(more);
        }
        if (text.diverged()) {
            fail(Endings.diverged(run));
        }
    }

    @Override
    public void end() {
        JournalEvent last = text.last();
        if (over || last == null) {
            return;
        }
        EventType type = EventType.of(last.type()).orElse(EventType.RUN_FAILED);
        if (type == EventType.RUN_COMPLETED) {
            over();
            settle(sink.done(text.usage()));
        } else {
            fail(Endings.of(run, type, last));
        }
    }

    private void late() {
        if (!over) {
            fail(Endings.unfinished(run, text.waitsFor(), deadline.totalMillis()));
        }
    }

    private void fail(Problem problem) {
        over();
        settle(sink.failed(problem));
    }

    /** An answer that has been sent to its end, whatever it says, is not asked for again. */
    private void settle(Future<Void> sent) {
        sent.onComplete(done -> {
            held.ifPresent(done.succeeded() ? ReplyKeeper.Held::completed : ReplyKeeper.Held::cut);
            left();
        });
    }

    // Whoever sends it again finds the run, on another replica.
    private void leave() {
        if (!over) {
            over();
            held.ifPresent(ReplyKeeper.Held::cut);
            sink.failed(Endings.leaving(run)).onComplete(done -> left());
        }
    }

    private void gone() {
        if (!over) {
            over();
            held.ifPresent(ReplyKeeper.Held::cut);
            left();
        }
    }

    private void over() {
        over = true;
        home.owner().cancelTimer(beats);
        home.owner().cancelTimer(limit);
        Reading ended = reading;
        reading = null;
        if (ended != null) {
            ended.close();
        }
    }

    private void resume() {
        Reading now = reading;
        if (now != null) {
            now.resume();
        }
    }

    private void left() {
        Draining.Active done = served;
        if (done != null) {
            done.ended();
        }
    }
}

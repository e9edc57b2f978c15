package io.sallyport.provider.scripted;

import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.ProviderListener;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Plays a timeline to a listener on one context; holds at most one timer. */
final class ScriptedCall implements ProviderCall {
    private static final long NO_TIMER = -1;

    private final Context context;
    private final List<Step> steps;
    private final ProviderListener listener;
    private int next;
    private boolean due;
    private boolean paused;
    private boolean cancelled;
    private long timer = NO_TIMER;

    ScriptedCall(Context context, List<Step> steps, ProviderListener listener) {
        this.context = context;
        this.steps = steps;
        this.listener = listener;
    }

    void begin() {
        context.runOnContext(ignored -> play());
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            begin();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (timer != NO_TIMER) {
            boolean ignored = context.owner().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void play() {
        while (!paused && !cancelled && timer == NO_TIMER && next < steps.size()) {
            Step step = steps.get(next);
            if (step.delay() > 0 && !due) {
                timer = context.owner().setTimer(step.delay(), ignored -> fire());
                return;
            }
            due = false;
            next++;
            report(step.report());
        }
    }

    private void fire() {
        timer = NO_TIMER;
        due = true;
        play();
    }

    private void report(Step.Report report) {
        switch (report) {
            case Step.Head head ->
                listener.head(head.status(), MultiMap.caseInsensitiveMultiMap().addAll(head.headers()));
            case Step.Part part -> listener.body(Buffer.buffer(part.text()));
            case Step.End ignored -> listener.ended();
            case Step.Broken broken -> listener.failed(broken.fault());
        }
    }
}

package io.sallyport.tool.mcp;

import io.sallyport.tool.http.Exchanged;
import io.sallyport.tool.http.Exchanged.Answer;
import io.sallyport.tool.http.Exchanged.Ending;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One stream of announcements (revision 2025-11-25, "Listening for Messages from the Server"; 2026-07-28, "Subscriptions"), opened again when it ends, later each time.
 * What was said while it was not open nobody has heard, so whenever it opens the list counts as changed. On one event loop.
 */
final class Ear {
    private final Beside beside;
    private final Session session;
    private final Pace pace;
    private final McpObserver observer;
    private final Consumer<Said> heard;
    private Promise<Void> stop = Promise.promise();
    private Optional<String> lastEventId = Optional.empty();
    private int failures;
    private boolean open;
    private boolean settling;
    private boolean changedAgain;
    private boolean closed;

    /** What it has heard. */
    enum Said {
        /** The list of tools is, or may be, another one. */
        CHANGED,
        /** The server does not know the session. */
        FORGOTTEN,
        /** The server offers no such stream. */
        SILENT
    }

    /** One of the session's users from now on, until it is closed. */
    Ear(Beside beside, Session session, Pace pace, McpObserver observer, Consumer<Said> heard) {
        this.beside = beside;
        this.session = session;
        this.pace = pace;
        this.observer = observer;
        this.heard = heard;
    }

    /** Any thread. */
    void open() {
        session.way().context().runOnContext(go -> attempt());
    }

    /** Any thread, once. Who waits for the ends of sessions finds this one among them: it is left at once. */
    void close() {
        session.way().context().runOnContext(go -> {
            closed = true;
            stop.complete();
        });
        session.leave();
    }

    /** Closes it if it listens in {@code ended}; whether it does. */
    boolean closedWith(Session ended) {
        if (session == ended) {
            close();
        }
        return session == ended;
    }

    private void attempt() {
        if (closed) {
            return;
        }
        long began = System.nanoTime();
        LongSupplier lasted = () -> System.nanoTime() - began;
        stop = Promise.promise();
        Conversation conversation = beside.conversation(session.way(), session.nextId(), this::begun, this::notified);
        beside.listen(session.way(), conversation, lastEventId, pace.lifetime(), stop.future())
                .onSuccess(exchanged -> over(conversation, exchanged, lasted.getAsLong()));
    }

    private void begun() {
        open = true;
        observer.streamOpened(server());
        changed();
    }

    private void notified(String method) {
        if (method.equals(Ears.LIST_CHANGED)) {
            observer.listChanged(server());
            changed();
        }
    }

    /** Of many announcements at once the first is passed on, and after a moment all others together. */
    private void changed() {
        if (closed) {
            return;
        }
        if (settling) {
            changedAgain = true;
            session.listChanged();
            return;
        }
        settling = true;
        heard.accept(Said.CHANGED);
        after(pace.settle(), () -> {
            settling = false;
            if (changedAgain) {
                changedAgain = false;
                changed();
            }
        });
    }

    private void over(Conversation conversation, Exchanged exchanged, long nanos) {
        if (open) {
            open = false;
            observer.streamEnded(server());
        }
        if (closed) {
            return;
        }
        Optional<Said> end = exchanged instanceof Answer answer ? last(answer) : Optional.empty();
        if (end.isPresent()) {
            heard.accept(end.get());
            return;
        }
        boolean whole = exchanged instanceof Answer answer && answer.ending() == Ending.WHOLE;
        conversation.streamEnded(whole);
        lastEventId = conversation.lastEventId().or(() -> lastEventId);
        failures = nanos > pace.longest().toNanos() ? 0 : failures + 1;
        after(pause(conversation.retryMillis()), this::attempt);
    }

    /** What there is no use in asking again after. */
    private Optional<Said> last(Answer answer) {
        int status = answer.status();
        if (status == 404 && session.greeting().session().isPresent()) {
            return Optional.of(Said.FORGOTTEN);
        }
        boolean passes = status / 100 == 5 || status == 401 || status == 408 || status == 429;
        boolean stream = status / 100 == 2 && Conversation.isStream(answer.headers());
        return passes || stream ? Optional.empty() : Optional.of(Said.SILENT);
    }

    /** No sooner than the server wants, and not all replicas at once. */
    private Duration pause(long wanted) {
        long most = pace.longest().toMillis();
        long own = Math.min(most, pace.shortest().toMillis() << Math.min(16, Math.max(0, failures - 1)));
        long spread = own / 2 + ThreadLocalRandom.current().nextLong(own / 2 + 1);
        return Duration.ofMillis(Math.max(spread, wanted));
    }

    private void after(Duration time, Runnable work) {
        var _ = session.way().context().setTimer(Math.max(1, time.toMillis()), fired -> work.run());
    }

    private String server() {
        return session.way().server().name();
    }
}

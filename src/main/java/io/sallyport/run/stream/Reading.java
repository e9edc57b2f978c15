package io.sallyport.run.stream;

import io.sallyport.run.machine.EventType;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way through a run's stream. It queues nothing: it takes the next event from a page that it may share with others, or asks for
 * one, so that a slow reader costs nobody anything.
 */
public final class Reading {
    /** What a reader that cannot go on may hold on to; a larger page is read again. */
    private static final long MOST_HELD_BYTES = 64 * 1024;

    private final Tail tail;
    private final Executor home;
    private final Reader reader;
    private final StreamObserver observer;
    private final Consumer<Reading> left;

    /** Of the home thread alone. */
    private @Nullable Page page;

    private boolean blocked;
    private boolean closed;

    /** Written at home while not parked, read by the tail while parked: its lock is in between. */
    private long cursor;

    private Position position;

    /** Guarded by the tail's lock. */
    private boolean parked;

    private @Nullable Page offered;

    Reading(Tail tail, Cursor cursor, Executor home, Reader reader, StreamObserver observer, Consumer<Reading> left) {
        this.tail = tail;
        this.cursor = cursor.seq();
        this.position = new Position(cursor.seq(), cursor.attempt(), cursor.n(), cursor.midAnswer());
        this.home = home;
        this.reader = reader;
        this.observer = observer;
        this.left = left;
    }

    /**
     * How far into the pieces of an attempt it is.
     *
     * @param owing whether it is not known yet that what it has been given can be continued
     */
    record Position(long seq, int attempt, int n, boolean owing) {
        /** No pieces of this attempt any more. */
        static final int MUTED = Integer.MAX_VALUE;

        boolean muted() {
            return n == MUTED;
        }
    }

    void start() {
        home.execute(this::go);
    }

    /** The reader can take something again. At home. */
    public void resume() {
        if (blocked) {
            blocked = false;
            go();
        }
    }

    /** The reader wants nothing more. At home; again does nothing. */
    public void close() {
        if (!closed) {
            closed = true;
            page = null;
            observer.closed();
            left.accept(this);
        }
    }

    /** The reader has taken nothing for too long: it is let go. At home. */
    public void letGo() {
        if (!closed) {
            observer.tooSlow();
            close();
        }
    }

    private void go() {
        while (!closed && !blocked) {
            if (!reader.ready()) {
                block();
                return;
            }
            StreamItem item = next();
            if (item == null) {
                return;
            }
            give(item);
        }
    }

    private void block() {
        blocked = true;
        Page held = page;
        if (held != null && held.bytes() > MOST_HELD_BYTES) {
            page = null;
        }
    }

    private @Nullable StreamItem next() {
        Page held = page;
        if (!position.owing() && held != null && held.follows(cursor)) {
            return held.behind(cursor);
        }
        page = null;
        return tail.next(this);
    }

    private void give(StreamItem item) {
        switch (item) {
            case StreamItem.Durable durable -> {
                cursor = durable.event().seq();
                give(item, StreamObserver.Frame.EVENT);
                if (isTerminal(durable.event().type()) && !closed) {
                    close();
                    reader.end();
                }
            }
            case StreamItem.Delta delta -> {
                position = new Position(delta.seq(), delta.attempt(), delta.n(), false);
                give(item, StreamObserver.Frame.PIECE);
            }
            case StreamItem.TakenBack taken -> {
                position = new Position(taken.seq(), taken.attempt(), Position.MUTED, false);
                give(item, StreamObserver.Frame.RESET);
            }
        }
    }

    private void give(StreamItem item, StreamObserver.Frame frame) {
        observer.given(frame);
        reader.take(item);
    }

    private static boolean isTerminal(String type) {
        return EventType.of(type).filter(EventType::terminal).isPresent();
    }

    // For the tail, under its lock.

    long cursor() {
        return cursor;
    }

    Position position() {
        return position;
    }

    void position(Position now) {
        position = now;
    }

    boolean parked() {
        return parked;
    }

    void park() {
        parked = true;
    }

    void offer(Page fresh) {
        offered = fresh;
    }

    /** Takes the first event of what was offered, if that is what follows. */
    @Nullable
    StreamItem takeOffered() {
        Page fresh = offered;
        offered = null;
        if (fresh == null || !fresh.follows(cursor)) {
            return null;
        }
        page = fresh;
        return fresh.behind(cursor);
    }

    /** Has it look again, where it looks; called without the lock. */
    void wake() {
        home.execute(this::go);
    }

    void unpark() {
        parked = false;
    }
}

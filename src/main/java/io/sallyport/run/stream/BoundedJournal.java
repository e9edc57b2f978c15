package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A journal of which only so many pages are read at once, so that a crowd of readers leaves the store to those who write. Each tail has one
 * page under way at most, which bounds how many wait.
 */
final class BoundedJournal implements Journal {
    /** A store that answers later than this is as good as gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Journal journal;
    private final int mostAtOnce;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    BoundedJournal(Journal journal, int mostAtOnce) {
        this.journal = journal;
        this.mostAtOnce = mostAtOnce;
    }

    @Override
    public Uni<List<JournalEvent>> read(String run, long after, int most) {
        return Uni.createFrom().emitter(emitter -> submit(() -> begin(run, after, most, emitter)));
    }

    private void begin(String run, long after, int most, UniEmitter<? super List<JournalEvent>> emitter) {
        var _ = Uni.createFrom()
                .deferred(() -> journal.read(run, after, most))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(
                        events -> {
                            next();
                            emitter.complete(events);
                        },
                        failure -> {
                            next();
                            emitter.fail(failure);
                        });
    }

    private void submit(Runnable read) {
        synchronized (this) {
            if (underWay == mostAtOnce) {
                var _ = waiting.add(read);
                return;
            }
            underWay++;
        }
        read.run();
    }

    private void next() {
        Runnable following;
        synchronized (this) {
            following = waiting.poll();
            if (following == null) {
                underWay--;
            }
        }
        if (following != null) {
            following.run();
        }
    }
}

package io.sallyport.run.stream;

import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.run.RunNews;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The runs that are watched on this replica. Whoever follows a run hears its news first, then reads its journal behind the cursor, then lives
 * on: each event once, in order, whatever is lost in between.
 */
@Singleton
public class RunStreams {
    /** Characters of one answer under way that are kept, so that a reader may fall behind and catch up. */
    static final int MOST_LIVE_CHARS = 262_144;

    private static final int MOST_READS = 8;
    private static final int RUNS_AT_ONCE = 1_000;

    private final Journal journal;
    private final RunNews news;
    private final JournalEnds ends;
    private final StreamObserver observer;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    /** A run that somebody reads. */
    private record Watched(Tail tail, RunNews.Watch watch) {}

    @Inject
    RunStreams(Checkpoints checkpoints, RunNews news, JournalEnds ends, StreamObserver observer) {
        this(new BoundedJournal(checkpoints::events, MOST_READS), news, ends, observer);
    }

    RunStreams(Journal journal, RunNews news, JournalEnds ends, StreamObserver observer) {
        this.journal = journal;
        this.news = news;
        this.ends = ends;
        this.observer = observer;
    }

    /**
     * Has {@code reader} read {@code run} from behind {@code cursor} until its end, or until it closes the reading.
     *
     * @param home where the reader is called: one thing after the other, such as an event loop
     */
    public Reading follow(String run, Cursor cursor, Executor home, Reader reader) {
        observer.opened();
        Reading[] begun = new Reading[1];
        var _ = watched.compute(run, (id, known) -> {
            Watched one = known == null ? watch(id) : known;
            Reading reading = new Reading(one.tail(), cursor, home, reader, observer, left -> leave(run, left));
            one.tail().add(reading);
            begun[0] = reading;
            return one;
        });
        begun[0].start();
        return begun[0];
    }

    private Watched watch(String run) {
        Tail tail = new Tail(run, journal, MOST_LIVE_CHARS);
        return new Watched(tail, news.watch(run, tail::hear));
    }

    private void leave(String run, Reading left) {
        var _ = watched.computeIfPresent(run, (id, known) -> {
            if (!known.tail().remove(left)) {
                return known;
            }
            known.watch().close();
            return null;
        });
    }

    /** How many runs are watched. */
    public int size() {
        return watched.size();
    }

    /** Looks whether there is something that nobody has told. */
    Uni<Void> look() {
        watched.values().forEach(one -> one.tail().retry());
        List<String> runs = new ArrayList<>(watched.keySet());
        List<Uni<Void>> looks = new ArrayList<>();
        for (int from = 0; from < runs.size(); from += RUNS_AT_ONCE) {
            List<String> some = runs.subList(from, Math.min(runs.size(), from + RUNS_AT_ONCE));
            looks.add(Uni.createFrom()
                    .deferred(() -> ends.of(some))
                    .invoke(this::compare)
                    .replaceWithVoid());
        }
        return looks.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(looks).andCollectFailures().replaceWithVoid();
    }

    private void compare(Map<String, Long> reached) {
        reached.forEach((run, seq) -> {
            Watched one = watched.get(run);
            if (one != null) {
                one.tail().reaches(seq);
            }
        });
    }

    /** Whether news from other replicas arrives. */
    boolean connected() {
        return news.connected();
    }
}

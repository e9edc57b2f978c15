package io.sallyport.run.driver;

import io.sallyport.catalog.AgentRevision;
import io.sallyport.chat.Message;
import io.sallyport.checkpoint.Checkpoints;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.checkpoint.Signal;
import io.sallyport.checkpoint.StoreUnavailable;
import io.sallyport.run.machine.Fold;
import io.sallyport.run.machine.RunState;
import io.sallyport.run.machine.Transcript;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what an owner has to know before it does anything: the pinned revision, the journal, the inbox, the thread's earlier turns. */
final class Loading {
    private static final int PAGE = 500;
    private static final long RETRY_MILLIS = 200;
    /** Earlier runs of a thread that a model is shown; what lies further back has long left every context window. */
    private static final int MOST_EARLIER = 50;

    private final RunTask task;
    private final Checkpoints checkpoints;
    private final long begunAt = System.nanoTime();

    private record Loaded(AgentRevision revision, Told told, List<Signal> signals, List<Message> history) {}

    /** What a journal comes to, and the bytes it has. */
    private record Told(RunState state, long bytes) {}

    Loading(RunTask task) {
        this.task = task;
        this.checkpoints = task.services().checkpoints();
    }

    void begin() {
        RunRecord run = task.run();
        var _ = Uni.combine()
                .all()
                .unis(revision(), told(run.id()), checkpoints.signals(run.id(), 0), history(run))
                .with(Loaded::new)
                .subscribe()
                .with(
                        loaded -> task.home(() -> task.loaded(
                                loaded.revision(),
                                loaded.history(),
                                loaded.told().state(),
                                loaded.told().bytes(),
                                loaded.signals())),
                        failure -> task.home(() -> failed(failure)));
    }

    private void failed(Throwable failure) {
        if (failure instanceof StoreUnavailable && task.mayStillCommit() && isPatient()) {
            task.later(RETRY_MILLIS, this::begin);
        } else {
            task.broken(failure);
        }
    }

    /** A store that renews leases and cannot read this run will not read it the next time either. */
    private boolean isPatient() {
        return System.nanoTime() - begunAt
                < task.services().settings().lease().multipliedBy(2).toNanos();
    }

    private Uni<AgentRevision> revision() {
        return task.services().perform().revisions().of(task.run().revision());
    }

    private Uni<Told> told(String run) {
        return read(run, journal -> new Told(Fold.all(journal), Weight.bytes(journal)));
    }

    private <T> Uni<T> read(String run, Function<List<JournalEvent>, T> how) {
        return events(run, 0, new ArrayList<>())
                .chain(journal -> Uni.createFrom()
                        .emitter(result -> task.home(() -> task.beside()
                                .compute(Weight.isLong(journal), () -> how.apply(journal), result::complete))));
    }

    private Uni<List<JournalEvent>> events(String run, long after, List<JournalEvent> soFar) {
        return checkpoints.events(run, after, PAGE).chain(page -> {
            soFar.addAll(page);
            return page.size() < PAGE
                    ? Uni.createFrom().item(soFar)
                    : events(run, page.getLast().seq(), soFar);
        });
    }

    private Uni<List<Message>> history(RunRecord run) {
        if (run.threadPos() <= 1) {
            return Uni.createFrom().item(List.of());
        }
        return checkpoints
                .earlier(run.thread(), run.threadPos())
                .map(all -> all.subList(Math.max(0, all.size() - MOST_EARLIER), all.size()))
                .chain(runs -> Multi.createFrom()
                        .iterable(runs)
                        .onItem()
                        .transformToUniAndConcatenate(earlier -> turns(earlier))
                        .collect()
                        .asList())
                .map(turns -> turns.stream().flatMap(List::stream).toList());
    }

    private Uni<List<Message>> turns(RunRecord earlier) {
        return read(earlier.id(), journal -> Transcript.turns(Fold.all(journal), Answers.plain()));
    }
}

package io.sallyport.run.stream;

import io.sallyport.checkpoint.JournalEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** A journal of which only so many pages are read at once. Each tail has one page under way at most, which bounds how many wait. */
final class BoundedJournal implements Journal {
    private static final int MOST_WAITING = 10_000;

    private final Journal journal;
    private final FewAtOnce pages;

    BoundedJournal(Journal journal, int mostAtOnce) {
        this.journal = journal;
        this.pages = new FewAtOnce(mostAtOnce, MOST_WAITING);
    }

    @Override
    public Uni<List<JournalEvent>> read(String run, long after, int most) {
        return pages.ask(() -> journal.read(run, after, most));
    }
}

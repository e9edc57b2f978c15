package io.sallyport.run.stream;

import io.sallyport.run.News;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The end of one run's journal on this replica, shared by all who read it here. However many they are, one page is read at a time, for
 * everybody whom it serves; and it is read again only when there is news, or somebody is behind.
 */
final class Tail {
    static final int MOST_EVENTS = 64;

    private static final long LARGE_PAGE_BYTES = 256 * 1024;

    private final String run;
    private final Journal journal;
    private final LiveText text;
    private final Set<Reading> readings = new LinkedHashSet<>();
    private int pageSize = MOST_EVENTS;
    private boolean underWay;
    private boolean servesLast;
    private boolean owing;

    /** Counts what may have changed; as of {@code quietNews} nothing stood behind {@code quietSeq}. */
    private long news = 1;

    private long quietNews;
    private long quietSeq = -1;

    Tail(String run, Journal journal, int mostLiveChars) {
        this.run = run;
        this.journal = journal;
        this.text = new LiveText(mostLiveChars);
    }

    synchronized void add(Reading reading) {
        var _ = readings.add(reading);
    }

    /** Whether that was the last one. */
    synchronized boolean remove(Reading reading) {
        var _ = readings.remove(reading);
        return readings.isEmpty();
    }

    /** Something has happened, or may have. From any thread. */
    void hear(News told) {
        List<Reading> woken = switch (told) {
            case News.Committed() -> grown();
            case News.Delta piece -> spoken(piece);
        };
        woken.forEach(Reading::wake);
        readOn();
    }

    /** The journal is known to reach to {@code seq}. */
    void reaches(long seq) {
        boolean more;
        synchronized (this) {
            more = seq > quietSeq;
        }
        if (more) {
            hear(new News.Committed());
        }
    }

    private synchronized List<Reading> grown() {
        news++;
        return List.of();
    }

    private synchronized List<Reading> spoken(News.Delta piece) {
        if (piece.seq() > quietSeq) {
            news++;
        }
        text.take(piece);
        return unparked(reading -> reading.cursor() == piece.seq());
    }

    private List<Reading> unparked(Predicate<Reading> which) {
        List<Reading> woken = new ArrayList<>();
        for (Reading reading : readings) {
            if (reading.parked() && which.test(reading)) {
                reading.unpark();
                woken.add(reading);
            }
        }
        return woken;
    }

    /** What comes next for {@code reading}; null where it has to wait, and will be woken. */
    @Nullable
    StreamItem next(Reading reading) {
        StreamItem item;
        synchronized (this) {
            item = ahead(reading);
            if (item == null) {
                reading.park();
            }
        }
        if (item == null) {
            readOn();
        }
        return item;
    }

    private @Nullable StreamItem ahead(Reading reading) {
        Reading.Position position = reading.position();
        if (position.owing()) {
            if (!continues(position)) {
                return new StreamItem.TakenBack(position.seq(), position.attempt());
            }
            reading.position(new Reading.Position(position.seq(), position.attempt(), position.n(), false));
        }
        StreamItem committed = reading.takeOffered();
        return committed != null ? committed : piece(reading);
    }

    private boolean continues(Reading.Position position) {
        return position.seq() == text.seq()
                && position.attempt() == text.attempt()
                && text.begun()
                && text.continues(position.n());
    }

    private @Nullable StreamItem piece(Reading reading) {
        if (text.seq() != reading.cursor() || !text.begun()) {
            return null;
        }
        Reading.Position position = reading.position();
        boolean sameAttempt = position.seq() == text.seq() && position.attempt() == text.attempt();
        int n = sameAttempt ? position.n() : 0;
        if (sameAttempt && position.muted()) {
            return null;
        }
        if (!text.continues(n)) {
            return new StreamItem.TakenBack(text.seq(), text.attempt());
        }
        News.Delta piece = text.behind(n);
        return piece == null
                ? null
                : new StreamItem.Delta(piece.seq(), piece.step(), piece.attempt(), piece.n(), piece.text());
    }

    /** Reads the next page, unless one is being read or nobody needs it. */
    private void readOn() {
        long after;
        long asOf;
        int most;
        synchronized (this) {
            after = underWay ? -1 : neediest();
            if (after < 0) {
                return;
            }
            underWay = true;
            asOf = news;
            most = pageSize;
        }
        journal.read(run, after, most)
                .subscribe()
                .with(events -> arrived(Page.of(run, after, events), asOf, most), failure -> failed());
    }

    /** Whom to read for: those furthest behind and those furthest ahead take turns, so that history does not delay what is live. */
    private long neediest() {
        long chosen = -1;
        for (Reading reading : readings) {
            long cursor = reading.cursor();
            if (reading.parked() && (news != quietNews || cursor < quietSeq)) {
                boolean better = chosen < 0 || (servesLast ? cursor > chosen : cursor < chosen);
                chosen = better ? cursor : chosen;
            }
        }
        servesLast = !servesLast;
        return chosen;
    }

    private void arrived(Page page, long asOf, int most) {
        List<Reading> served;
        synchronized (this) {
            underWay = false;
            if (page.items().size() < most) {
                quietSeq = Math.max(quietSeq, page.end());
                quietNews = asOf;
            }
            resize(page, most);
            text.committed(page.end());
            served = unparked(reading -> page.follows(reading.cursor()));
            served.forEach(reading -> reading.offer(page));
        }
        served.forEach(Reading::wake);
        readOn();
    }

    private void resize(Page page, int most) {
        if (page.bytes() > LARGE_PAGE_BYTES) {
            pageSize = Math.max(1, most / 4);
        } else if (page.bytes() < LARGE_PAGE_BYTES / 4) {
            pageSize = Math.min(MOST_EVENTS, pageSize * 2);
        }
    }

    // Whoever waits goes on waiting, until the journal is looked at again.
    private synchronized void failed() {
        underWay = false;
        owing = true;
    }

    /** Has another look at what could not be read. */
    void retry() {
        boolean again;
        synchronized (this) {
            again = owing;
            owing = false;
        }
        if (again) {
            readOn();
        }
    }
}

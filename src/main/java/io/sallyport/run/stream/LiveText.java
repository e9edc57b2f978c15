package io.sallyport.run.stream;

import io.sallyport.run.News;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of the attempt that is under way, as far as they came without a gap and fit in here. Guarded by the lock of its tail.
 */
final class LiveText {
    private final int mostChars;
    private final List<News.Delta> pieces = new ArrayList<>();
    private long seq = -1;
    private int attempt;
    private int last;
    private int chars;
    private boolean broken;

    LiveText(int mostChars) {
        this.mostChars = mostChars;
    }

    void take(News.Delta piece) {
        if (piece.seq() < seq || (piece.seq() == seq && piece.attempt() < attempt)) {
            return; // of an owner that does not know yet that it is none any more
        }
        if (piece.seq() != seq || piece.attempt() != attempt) {
            begin(piece.seq(), piece.attempt());
        }
        if (broken || piece.n() <= last) {
            return;
        }
        if (piece.n() > last + 1) {
            breakOff();
            return;
        }
        last = piece.n();
        if (chars > mostChars) {
            forget(); // whoever has not read so far is too slow for pieces
        }
        chars += piece.text().length();
        pieces.add(piece);
    }

    private void begin(long newSeq, int newAttempt) {
        forget();
        seq = newSeq;
        attempt = newAttempt;
        last = 0;
        broken = false;
    }

    private void breakOff() {
        forget();
        broken = true;
    }

    private void forget() {
        pieces.clear();
        chars = 0;
    }

    /** Events behind {@code known} are committed: what was said before them is history. */
    void committed(long known) {
        if (known > seq) {
            begin(known, 0);
        }
    }

    long seq() {
        return seq;
    }

    int attempt() {
        return attempt;
    }

    /** Whether anything of an attempt has been heard. */
    boolean begun() {
        return broken || last > 0;
    }

    /** Whether a reader that has the pieces up to {@code n} can be given all others. */
    boolean continues(int n) {
        return !broken && (pieces.isEmpty() || n + 1 >= pieces.getFirst().n());
    }

    /** The piece behind {@code n}, or null while it is not there. */
    News.@Nullable Delta behind(int n) {
        if (n >= last || pieces.isEmpty()) {
            return null;
        }
        return pieces.get(n + 1 - pieces.getFirst().n());
    }
}

package io.sallyport.catalog.watch;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells files at rest from files that are being written. A change may be tried once it has been still for a moment, longer if its
 * last line has no end, as when the writer has not come so far; only if it stays as it is for much longer is it complained about.
 */
final class Settling {
    static final Duration STILL = Duration.ofMillis(250);
    static final Duration STILL_UNENDED = Duration.ofMillis(650);
    static final Duration GIVEN_UP = Duration.ofMillis(1500);

    private String seen;
    private Instant since = Instant.EPOCH;
    private Stage stage = Stage.DONE;

    /** @param loaded the state of the files that needs no attention */
    Settling(String loaded) {
        this.seen = loaded;
    }

    private enum Stage {
        WAITING,
        TRIED,
        DONE
    }

    /** What to do now. */
    enum Advice {
        WAIT,
        /** Load the files. */
        TRY,
        /** They were tried, were bad, and nobody mends them: say so. */
        COMPLAIN
    }

    Advice look(Look state, Instant now) {
        if (!state.fingerprint().equals(seen)) {
            seen = state.fingerprint();
            since = now;
            stage = Stage.WAITING;
        }
        Duration still = Duration.between(since, now);
        return switch (stage) {
            case WAITING -> still.compareTo(state.ended() ? STILL : STILL_UNENDED) < 0 ? Advice.WAIT : Advice.TRY;
            case TRIED -> still.compareTo(GIVEN_UP) < 0 ? Advice.WAIT : Advice.COMPLAIN;
            case DONE -> Advice.WAIT;
        };
    }

    /** The state was loaded, or complained about: nothing more to do until it changes. */
    void done() {
        stage = Stage.DONE;
    }

    /** The state was tried and is bad. */
    void bad() {
        stage = Stage.TRIED;
    }

    /**
     * The files at one look.
     *
     * @param fingerprint differs when anything in them differs
     * @param ended       whether each ends with the end of a line
     */
    record Look(String fingerprint, boolean ended) {}
}

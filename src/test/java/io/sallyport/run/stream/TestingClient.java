package io.sallyport.run.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Somebody who follows a run, breaks off, comes back elsewhere, and holds what comes to the rules of a stream. */
final class TestingClient implements Reader {
    private final String run;
    private final Executor home;
    private final StringBuilder durable = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private @Nullable Reading reading;
    private long seq;
    private int attempt;
    private int n;
    private boolean muted;
    private boolean ended;
    private int pieces;
    private int resets;
    private int credit = Integer.MAX_VALUE;

    TestingClient(String run, Executor home) {
        this.run = run;
        this.home = home;
    }

    TestingClient follow(RunStreams streams) {
        muted = false;
        reading = streams.follow(run, new Cursor(seq, n > 0 ? attempt : 0, n), home, this);
        return this;
    }

    /** Takes only so many things more. */
    TestingClient takes(int things) {
        credit = things;
        Reading now = reading;
        if (things > 0 && now != null) {
            home.execute(now::resume);
        }
        return this;
    }

    /** Breaks off between two things. */
    void leave() {
        Reading now = reading;
        reading = null;
        if (now != null) {
            now.close();
        }
    }

    /** Is shown the door. */
    void isLetGo() {
        Reading now = reading;
        reading = null;
        if (now != null) {
            now.letGo();
        }
    }

    boolean follows() {
        return reading != null && !ended;
    }

    @Override
    public boolean ready() {
        return credit > 0;
    }

    @Override
    public void take(StreamItem item) {
        assertThat(reading).as("nothing comes after one has left").isNotNull();
        credit--;
        switch (item) {
            case StreamItem.Durable event -> committed(event);
            case StreamItem.Delta piece -> piece(piece);
            case StreamItem.TakenBack taken -> {
                assertThat(muted && taken.attempt() == attempt && taken.seq() == seq)
                        .as("pieces are taken back once")
                        .isFalse();
                shown.setLength(0);
                attempt = taken.attempt();
                n = 0;
                muted = true;
                resets++;
            }
        }
    }

    private void committed(StreamItem.Durable event) {
        assertThat(event.event().seq()).as("the next event").isEqualTo(seq + 1);
        seq++;
        durable.append(event.frame().text());
        shown.setLength(0);
        n = 0;
        attempt = 0;
        muted = false;
    }

    private void piece(StreamItem.Delta piece) {
        assertThat(piece.seq()).as("a piece belongs behind the last event").isEqualTo(seq);
        if (piece.attempt() != attempt) {
            assertThat(piece.n()).as("an attempt begins with its first piece").isEqualTo(1);
            shown.setLength(0);
        } else {
            assertThat(muted)
                    .as("no pieces of an attempt after they were taken back")
                    .isFalse();
            assertThat(piece.n()).as("the next piece").isEqualTo(n + 1);
        }
        attempt = piece.attempt();
        n = piece.n();
        muted = false;
        shown.append(piece.text());
        assertThat(shown.toString()).as("what is shown is what was said").isEqualTo(said(seq, attempt, n));
        pieces++;
    }

    /** What an attempt has said up to its piece {@code n}. */
    static String said(long seq, int attempt, int n) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= n; i++) {
            text.append(word(seq, attempt, i));
        }
        return text.toString();
    }

    static String word(long seq, int attempt, int n) {
        return seq + "-" + attempt + "-" + n + " ";
    }

    @Override
    public void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    String durable() {
        return durable.toString();
    }

    int pieces() {
        return pieces;
    }

    int resets() {
        return resets;
    }

    long seq() {
        return seq;
    }
}

package io.sallyport.run.stream;

import java.util.EnumMap;
import java.util.Map;

/** Counts what it is told. */
final class TestingStreamObserver implements StreamObserver {
    private final Map<Frame, Integer> given = new EnumMap<>(Frame.class);
    private int open;
    private int tooSlow;

    synchronized int open() {
        return open;
    }

    synchronized int tooSlowOnes() {
        return tooSlow;
    }

    synchronized int count(Frame frame) {
        return given.getOrDefault(frame, 0);
    }

    @Override
    public synchronized void opened() {
        open++;
    }

    @Override
    public synchronized void given(Frame frame) {
        given.merge(frame, 1, Integer::sum);
    }

    @Override
    public synchronized void tooSlow() {
        tooSlow++;
    }

    @Override
    public synchronized void closed() {
        open--;
    }
}

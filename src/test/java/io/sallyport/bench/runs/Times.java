package io.sallyport.bench.runs;

import java.time.Duration;
import org.HdrHistogram.ConcurrentHistogram;

/** How long things took, from any thread, in microseconds. */
final class Times {
    private static final int DIGITS = 3;

    private final ConcurrentHistogram micros = new ConcurrentHistogram(DIGITS);

    void addNanos(long nanos) {
        micros.recordValue(Math.max(0, nanos / 1000));
    }

    void add(Duration took) {
        addNanos(took.toNanos());
    }

    long count() {
        return micros.getTotalCount();
    }

    double micros(double percentile) {
        return micros.getValueAtPercentile(percentile);
    }

    double millis(double percentile) {
        return micros(percentile) / 1000;
    }

    double maxMillis() {
        return micros.getMaxValue() / 1000.0;
    }
}

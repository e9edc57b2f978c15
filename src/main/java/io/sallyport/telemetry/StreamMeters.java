package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.run.stream.StreamObserver;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Who follows runs on this replica, and what they are given. */
@Singleton
final class StreamMeters implements StreamObserver {
    private final AtomicInteger active = new AtomicInteger();
    private final Map<Frame, Counter> frames = new EnumMap<>(Frame.class);
    private final Counter tooSlow;

    StreamMeters(MeterRegistry registry) {
        var _ = Gauge.builder(Metric.STREAMS_ACTIVE.label(), active::get)
                .description(Metric.STREAMS_ACTIVE.help())
                .register(registry);
        for (Frame frame : Frame.values()) {
            frames.put(
                    frame,
                    Metric.STREAM_FRAMES.counter(registry, "kind", frame.name().toLowerCase(Locale.ROOT)));
        }
        this.tooSlow = Metric.STREAMS_TOO_SLOW.counter(registry);
    }

    @Override
    public void opened() {
        active.incrementAndGet();
    }

    @Override
    public void given(Frame frame) {
        Counter counter = frames.get(frame);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void tooSlow() {
        tooSlow.increment();
    }

    @Override
    public void closed() {
        active.decrementAndGet();
    }
}

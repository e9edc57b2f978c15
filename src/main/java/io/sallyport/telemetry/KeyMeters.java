package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.idempotency.answer.KeyObserver;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts requests with keys on the model path, by what they were told and by what became of their answers. */
@Singleton
final class KeyMeters implements KeyObserver {
    private final Map<Asked, Counter> asked = new EnumMap<>(Asked.class);
    private final Map<Ended, Counter> ended = new EnumMap<>(Ended.class);

    KeyMeters(MeterRegistry registry) {
        for (Asked outcome : Asked.values()) {
            asked.put(outcome, counter(Metric.KEYS, registry, outcome));
        }
        for (Ended outcome : Ended.values()) {
            ended.put(outcome, counter(Metric.KEYED_ANSWERS, registry, outcome));
        }
    }

    private static Counter counter(Metric metric, MeterRegistry registry, Enum<?> outcome) {
        return metric.counter(registry, "outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void asked(Asked outcome) {
        Counter counter = asked.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void ended(Ended outcome) {
        Counter counter = ended.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }
}

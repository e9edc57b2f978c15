package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sallyport.chat.Operation;
import io.sallyport.chat.Usage;
import java.util.concurrent.TimeUnit;

/** The meters of one model on one route, looked up once and kept: what each answered request touches. */
final class ModelMeters {
    private final Counter succeeded;
    private final Timer duration;
    private final Timer firstChunk;
    private final DistributionSummary inputTokens;
    private final DistributionSummary outputTokens;

    ModelMeters(MeterRegistry registry, Names of) {
        succeeded = Metric.ATTEMPTS.counter(registry, "route", of.route(), "model", of.model(), "outcome", "ok");
        Tags names = of.tags();
        duration = timer(registry, Metric.OPERATION_DURATION, names.and(GenAi.ERROR_TYPE.getKey(), ""));
        firstChunk = timer(registry, Metric.TIME_TO_FIRST_CHUNK, names);
        inputTokens = tokens(registry, names.and(GenAi.TOKEN_TYPE.getKey(), "input"));
        outputTokens = tokens(registry, names.and(GenAi.TOKEN_TYPE.getKey(), "output"));
    }

    /** What the labels of the conventions say; the model as the catalogue names it, never as the provider spells it today. */
    record Names(Operation operation, String route, String provider, String model) {
        Tags tags() {
            return Tags.of(
                    GenAi.OPERATION_NAME.getKey(), operation.label(),
                    GenAi.PROVIDER_NAME.getKey(), provider,
                    GenAi.REQUEST_MODEL.getKey(), route,
                    GenAi.RESPONSE_MODEL.getKey(), model);
        }
    }

    static Timer timer(MeterRegistry registry, Metric metric, Tags tags) {
        return Timer.builder(metric.label())
                .description(metric.help())
                .tags(tags)
                .serviceLevelObjectives(GenAi.DURATION_BUCKETS)
                .register(registry);
    }

    private static DistributionSummary tokens(MeterRegistry registry, Tags tags) {
        return DistributionSummary.builder(Metric.TOKEN_USAGE.label())
                .description(Metric.TOKEN_USAGE.help())
                .tags(tags)
                .serviceLevelObjectives(GenAi.TOKEN_BUCKETS)
                .register(registry);
    }

    void attemptSucceeded() {
        succeeded.increment();
    }

    void firstToken(long nanos) {
        firstChunk.record(nanos, TimeUnit.NANOSECONDS);
    }

    void completed(long millis) {
        duration.record(millis, TimeUnit.MILLISECONDS);
    }

    void used(Usage usage) {
        inputTokens.record((double) usage.input());
        outputTokens.record((double) usage.output());
    }
}

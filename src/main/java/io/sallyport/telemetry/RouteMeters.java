package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Operation;
import io.sallyport.chat.Usage;
import io.sallyport.core.ProblemCode;
import io.sallyport.routing.AttemptOutcome;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.Decision;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one route for one operation. Those that a good request touches are kept; those of failures are found in the registry when they are
 * needed. Labels are names from the catalogue and words of ours, so there are never more series than the catalogue allows.
 */
final class RouteMeters {
    private final MeterRegistry registry;
    private final String route;
    private final Operation operation;
    private final Counter completed;
    private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();

    RouteMeters(MeterRegistry registry, String route, Operation operation) {
        this.registry = registry;
        this.route = route;
        this.operation = operation;
        this.completed = requests(Decision.Result.COMPLETED, "");
    }

    ModelMeters model(ModelSpec model) {
        ModelMeters known = models.get(model.ref());
        return known == null
                ? models.computeIfAbsent(model.ref(), ref -> new ModelMeters(registry, names(model.provider(), ref)))
                : known;
    }

    void attemptEnded(ModelSpec model, AttemptRecord attempt) {
        AttemptOutcome outcome = attempt.outcome();
        if (outcome == AttemptOutcome.OK) {
            model(model).attemptSucceeded();
            return;
        }
        String ref = model.ref();
        Metric.ATTEMPTS
                .counter(registry, "route", route, "model", ref, "outcome", outcome.label())
                .increment();
        if (!outcome.limit().isEmpty()) {
            limitFired(ref, outcome.limit());
        }
        Usage usage = attempt.usage();
        if (usage != null) {
            spent(ref, "input", usage.input());
            spent(ref, "output", usage.output());
        }
    }

    void limitFired(String ref, String limit) {
        Metric.LIMIT_FIRED
                .counter(registry, "route", route, "model", ref, "limit", limit)
                .increment();
    }

    private void spent(String ref, String type, long tokens) {
        Metric.ATTEMPT_TOKENS
                .counter(registry, "route", route, "model", ref, "type", type)
                .increment((double) tokens);
    }

    void fellBack(ModelSpec from, ModelSpec to) {
        Metric.FALLBACKS
                .counter(registry, "route", route, "from", from.ref(), "to", to.ref())
                .increment();
    }

    void ended(Decision decision, @Nullable ModelSpec answered, @Nullable Usage usage) {
        if (answered != null && usage != null) {
            model(answered).used(usage);
        }
        if (decision.outcome() == Decision.Result.COMPLETED && answered != null) {
            completed.increment();
            model(answered).completed(decision.totalMs());
        } else {
            notCompleted(decision, answered);
        }
    }

    private void notCompleted(Decision decision, @Nullable ModelSpec answered) {
        String reason = errorType(decision);
        requests(decision.outcome(), reason).increment();
        if (decision.outcome() == Decision.Result.CANCELLED) {
            Metric.CANCELLED.counter(registry, "route", route).increment();
        }
        Decision.Met met = decision.met();
        if (met != null) {
            Metric.LIMIT_REFUSALS
                    .counter(registry, "route", route, "limit", met.limit(), "scope", met.kind())
                    .increment();
        }
        String provider = answered == null ? "" : answered.provider();
        String ref = answered == null ? "" : answered.ref();
        ModelMeters.timer(
                        registry,
                        Metric.OPERATION_DURATION,
                        names(provider, ref).tags().and(GenAi.ERROR_TYPE.getKey(), reason))
                .record(decision.totalMs(), TimeUnit.MILLISECONDS);
    }

    private ModelMeters.Names names(String provider, String model) {
        return new ModelMeters.Names(operation, route, provider, model);
    }

    private Counter requests(Decision.Result result, String code) {
        String outcome = result.name().toLowerCase(Locale.ROOT);
        return Metric.REQUESTS.counter(registry, "route", route, "outcome", outcome, "code", code);
    }

    /** What the conventions call {@code error.type}: a code of ours, or that the caller went away; empty when all is well. */
    static String errorType(Decision decision) {
        ProblemCode code = decision.code();
        if (code != null) {
            return code.code();
        }
        return decision.outcome() == Decision.Result.CANCELLED ? "cancelled" : "";
    }
}

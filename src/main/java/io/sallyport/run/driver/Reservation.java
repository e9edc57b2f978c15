package io.sallyport.run.driver;

import io.sallyport.catalog.AgentSpec.Limits;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.run.machine.RunEvent;
import io.sallyport.run.machine.Spent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What one model call may take at most, held before it is made. Input is bounded by the bytes of the request, because no vocabulary makes
 * more tokens than bytes; output by the smallest limit that there is; and both together by the model's context.
 *
 * @param maxTokens what the model is told, where there is a limit
 * @param tokens    held, 0 where the run has no limit on tokens or money
 * @param nano      held money in billionths of the currency's unit
 */
record Reservation(OptionalLong maxTokens, long tokens, long nano) {
    /** Tokens of an answer that nothing bounds but the run's own limit: a part of what is left, so that one lost call does not take all. */
    private static final long SHARE = 4;

    private static final long LEAST_SHARE = 4096;

    /** What came of asking. */
    sealed interface Result {
        record Held(Reservation reservation) implements Result {}

        record Exceeded(RunEvent.LimitExceeded limit) implements Result {}
    }

    /**
     * Holds what a call may take, or says which limit it would break.
     *
     * @param asked the prompt's own output limit
     * @param now   whose prices count
     */
    static Result of(Limits limits, Spent spent, RouteSpec route, int requestBytes, OptionalLong asked, Instant now) {
        OptionalLong bound = smallest(asked, wide(limits.maxOutput()), widest(route, ModelSpec::maxOutputTokens));
        OptionalLong left = limits.tokens().isPresent()
                ? OptionalLong.of(limits.tokens().getAsLong() - spent.tokens() - requestBytes)
                : OptionalLong.empty();
        OptionalLong output = smallest(bound, left);
        if (output.isPresent() && output.getAsLong() <= 0) {
            return new Result.Exceeded(new RunEvent.LimitExceeded(
                    "tokens", Long.toString(limits.tokens().orElse(0))));
        }
        boolean bounded =
                bound.isPresent() || widest(route, ModelSpec::contextTokens).isPresent();
        OptionalLong most = bounded || output.isEmpty() ? output : OptionalLong.of(share(output.getAsLong()));
        return money(limits, spent, route, requestBytes, most, now);
    }

    private static Result money(
            Limits limits, Spent spent, RouteSpec route, int requestBytes, OptionalLong output, Instant now) {
        // Nothing that is asked and answered is larger than the context, whatever the limit would allow.
        OptionalLong context = widest(route, ModelSpec::contextTokens);
        long written = smallest(output, context).orElse(0);
        long tokens = limits.tokens().isPresent() || limits.cost().isPresent()
                ? Math.min(requestBytes + written, context.orElse(Long.MAX_VALUE))
                : 0;
        if (limits.cost().isEmpty()) {
            return new Result.Held(new Reservation(output, tokens, 0));
        }
        long most = nano(limits.cost().get());
        long nano = models(route)
                .flatMap(model -> model.price().stream())
                .flatMap(prices -> prices.at(now).stream())
                .mapToLong(price -> price.mostNano(requestBytes, written))
                .max()
                .orElse(0);
        return nano > most - spent.costNano()
                ? new Result.Exceeded(
                        new RunEvent.LimitExceeded("cost", limits.cost().get().toPlainString()))
                : new Result.Held(new Reservation(output, tokens, nano));
    }

    private static long share(long left) {
        return Math.min(left, Math.max(LEAST_SHARE, left / SHARE));
    }

    private static long nano(BigDecimal units) {
        return units.movePointRight(9).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static OptionalLong widest(RouteSpec route, Function<ModelSpec, OptionalInt> bound) {
        return models(route).mapToInt(model -> bound.apply(model).orElse(Integer.MAX_VALUE)).max().stream()
                .filter(most -> most < Integer.MAX_VALUE)
                .asLongStream()
                .findFirst();
    }

    static Stream<ModelSpec> models(RouteSpec route) {
        return Stream.concat(route.candidates().stream().map(RouteSpec.Candidate::model), route.fallbacks().stream());
    }

    private static OptionalLong wide(OptionalInt value) {
        return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
    }

    private static OptionalLong smallest(OptionalLong... bounds) {
        return Stream.of(bounds)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }
}

package io.sallyport.routing;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Usage;
import io.sallyport.dialect.openai.UpstreamRequest;
import java.util.OptionalLong;

/**
 * The most that an attempt can come to. No vocabulary makes more tokens than there are bytes, so the body's length bounds the input; the
 * output is bounded by what the request allows each answer.
 *
 * @param output empty where nothing bounds it
 */
record Bound(long input, OptionalLong output) {

    /** Of {@code asked} at {@code model}, which is sent {@code bodyBytes}. */
    static Bound of(UpstreamRequest asked, ModelSpec model, int bodyBytes) {
        return new Bound(bodyBytes, output(asked, model));
    }

    /** Of {@code asked} at any model of {@code route} that says what it writes at most. */
    static Bound widest(UpstreamRequest asked, RouteSpec route) {
        OptionalLong each = asked.maxTokens().isPresent()
                ? asked.maxTokens()
                : route.models()
                        .flatMapToInt(model -> model.maxOutputTokens().stream())
                        .asLongStream()
                        .max();
        return new Bound(
                asked.body().length,
                each.isPresent() ? OptionalLong.of(times(each.getAsLong(), asked.choices())) : each);
    }

    private static OptionalLong output(UpstreamRequest asked, ModelSpec model) {
        if (asked.maxTokens().isPresent()) {
            return OptionalLong.of(times(asked.maxTokens().getAsLong(), asked.choices()));
        }
        if (model.maxOutputTokens().isPresent()) {
            return OptionalLong.of(times(model.maxOutputTokens().getAsInt(), asked.choices()));
        }
        return model.contextTokens().isPresent()
                ? OptionalLong.of(times(model.contextTokens().getAsInt(), asked.choices()))
                : OptionalLong.empty();
    }

    /** The output limit that a request without one is given, so that the bound is more than a guess. */
    static OptionalLong told(UpstreamRequest asked, ModelSpec model) {
        return asked.maxTokens().isEmpty() && model.maxOutputTokens().isPresent()
                ? OptionalLong.of(model.maxOutputTokens().getAsInt())
                : OptionalLong.empty();
    }

    /** Tokens of a sort; where nothing bounds the output it counts as none. */
    long of(Measure measure) {
        return switch (measure) {
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> output.orElse(0);
            case TOKENS -> plus(input, output.orElse(0));
            default -> throw new IllegalArgumentException(measure + " is not counted in tokens");
        };
    }

    /** The same of what was used. */
    static long of(Measure measure, Usage usage) {
        return switch (measure) {
            case INPUT_TOKENS -> usage.input();
            case OUTPUT_TOKENS -> usage.output();
            case TOKENS -> usage.total();
            default -> throw new IllegalArgumentException(measure + " is not counted in tokens");
        };
    }

    private static long times(long each, long choices) {
        return each > Long.MAX_VALUE / choices ? Long.MAX_VALUE : each * choices;
    }

    private static long plus(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}

package io.sallyport.routing;

import io.sallyport.catalog.LimitSpec.Measure;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Usage;
import io.sallyport.dialect.openai.ChatRequest;
import java.util.OptionalLong;

/**
 * The most that an attempt can come to. No vocabulary makes more tokens than there are bytes, so the body's length bounds the input; the
 * output is bounded by what the request allows each answer.
 *
 * @param output empty where nothing bounds it
 */
record Bound(long input, OptionalLong output) {

    /** Of {@code chat} at {@code model}, which is sent {@code bodyBytes}. */
    static Bound of(ChatRequest chat, ModelSpec model, int bodyBytes) {
        return new Bound(bodyBytes, output(chat, model));
    }

    /** Of {@code chat} at any model of {@code route} that says what it writes at most. */
    static Bound widest(ChatRequest chat, RouteSpec route) {
        OptionalLong each = chat.maxTokens().isPresent()
                ? chat.maxTokens()
                : route.models()
                        .flatMapToInt(model -> model.maxOutputTokens().stream())
                        .asLongStream()
                        .max();
        return new Bound(
                chat.body().length, each.isPresent() ? OptionalLong.of(times(each.getAsLong(), chat.choices())) : each);
    }

    private static OptionalLong output(ChatRequest chat, ModelSpec model) {
        if (chat.maxTokens().isPresent()) {
            return OptionalLong.of(times(chat.maxTokens().getAsLong(), chat.choices()));
        }
        if (model.maxOutputTokens().isPresent()) {
            return OptionalLong.of(times(model.maxOutputTokens().getAsInt(), chat.choices()));
        }
        return model.contextTokens().isPresent()
                ? OptionalLong.of(times(model.contextTokens().getAsInt(), chat.choices()))
                : OptionalLong.empty();
    }

    /** The output limit that a request without one is given, so that the bound is more than a guess. */
    static OptionalLong told(ChatRequest chat, ModelSpec model) {
        return chat.maxTokens().isEmpty() && model.maxOutputTokens().isPresent()
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

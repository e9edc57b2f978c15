package io.sallyport.catalog.load;

import io.sallyport.catalog.AgentSpec;
import io.sallyport.catalog.LimitSpec;
import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.PromptSpec;
import io.sallyport.catalog.RouteSpec;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A route by which requests come to models.
 *
 * @param asked the most tokens of an answer that the requests ask for, where they always do
 */
record Reached(RouteSpec route, OptionalLong asked) {
    /** By callers, who need not say anything of an answer's length. */
    static Reached by(RouteSpec route) {
        return new Reached(route, OptionalLong.empty());
    }

    /** By an agent's runs. */
    static Reached by(RouteSpec route, AgentSpec agent, Optional<PromptSpec> prompt) {
        long byPrompt = prompt.map(released -> released.frontMatter()
                        .path("config")
                        .path("maxOutputTokens")
                        .asLong(0))
                .orElse(0L);
        return new Reached(route, smallest(agent.limits().maxOutput().orElse(0), byPrompt));
    }

    /**
     * What the smallest request needs of a limit.
     *
     * @param output tokens of its answer; empty where nothing bounds them
     * @param amount what it takes, as the limit counts it
     */
    record Need(ModelSpec model, OptionalLong output, long amount) {}

    Stream<Need> needs(LimitSpec limit) {
        return route.models().map(model -> need(limit, model));
    }

    /** Budgets are asked for each attempt by itself; a rate once, for whichever model will answer. Empty where the route has no model. */
    Optional<Need> least(LimitSpec limit) {
        Comparator<Need> byAmount = Comparator.comparingLong(Need::amount);
        return limit.isBudget() ? needs(limit).min(byAmount) : needs(limit).max(byAmount);
    }

    private Need need(LimitSpec limit, ModelSpec model) {
        // Only a reservation is as large as a whole context: what is taken of a rate is corrected soon.
        int context = limit.isBudget() ? model.contextTokens().orElse(0) : 0;
        OptionalLong output = smallest(model.maxOutputTokens().orElse(0), context, asked.orElse(0));
        return new Need(model, output, amount(limit, model, output.orElse(0)));
    }

    private static long amount(LimitSpec limit, ModelSpec model, long output) {
        return switch (limit.measure()) {
            case TOKENS -> output + 1;
            case OUTPUT_TOKENS -> output;
            case COST ->
                model.price().stream()
                        .flatMap(prices -> prices.prices().stream())
                        .mapToLong(price -> price.mostNano(1, output))
                        .min()
                        .orElse(0);
            case REQUESTS, INPUT_TOKENS, CONCURRENT -> 1;
        };
    }

    /** Of those that are there: those above 0. */
    private static OptionalLong smallest(long... bounds) {
        return LongStream.of(bounds).filter(bound -> bound > 0).min();
    }
}

package io.sallyport.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Price;
import io.sallyport.core.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What providers document a usage to cost, from the bytes of their answer to the amount in the ledger. The rules and the names of fields are the
 * providers', and so are the counts where a manual gives an example; the prices are list prices that only make the rule show.
 */
class PricedUsageTest {
    /**
     * One rule of one provider.
     *
     * @param rule  as its manual has it
     * @param price USD for a million tokens: input, cached input, cache write, output, reasoning; and for a request
     * @param sum   how the manual reckons it
     * @param nano  what comes out, in billionths of a dollar
     */
    private record Priced(String rule, String usage, Price price, String sum, long nano) {
        @Override
        public String toString() {
            return rule + ": " + sum;
        }
    }

    /** What was thought is paid like what was said, wherever it is counted. */
    static Stream<Priced> thoughtsAndFees() {
        return Stream.of(
                new Priced(
                        "OpenAI o1: cached input has a price of its own, reasoning is part of the output",
                        """
                        {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
                         "prompt_tokens_details": {"cached_tokens": 1920}, "completion_tokens_details": {"reasoning_tokens": 192}}""",
                        price("15.00", "7.50", "15.00", "60.00", "60.00"),
                        "(2006 - 1920) x 15 + 1920 x 7.50 + 300 x 60",
                        33_690_000),
                new Priced(
                        "xAI: cached prompt tokens at their price, reasoning tokens beside the completion at the completion's",
                        """
                        {"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 135,
                         "prompt_tokens_details": {"text_tokens": 32, "cached_tokens": 6},
                         "completion_tokens_details": {"reasoning_tokens": 94}}""",
                        price("2.00", "0.50", "2.00", "6.00", "6.00"),
                        "26 x 2 + 6 x 0.50 + (9 + 94) x 6",
                        673_000),
                new Priced(
                        "Gemini 2.5 Pro: output includes thinking tokens, which only the total has",
                        """
                        {"prompt_tokens": 20, "completion_tokens": 198, "total_tokens": 623}""",
                        price("1.25", "0.3125", "1.25", "10.00", "10.00"),
                        "20 x 1.25 + (198 + 405) x 10",
                        6_055_000),
                new Priced(
                        "a fee for each request, on top of the tokens",
                        """
                        {"prompt_tokens": 11, "completion_tokens": 20, "total_tokens": 31}""",
                        new Price(
                                Instant.MIN,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                new BigDecimal("0.005"),
                                "USD"),
                        "31 x 1 + 5 / 1000 requests",
                        5_031_000));
    }

    /** A cache's reads and writes have their own prices. */
    static Stream<Priced> caches() {
        return Stream.of(
                new Priced(
                        "DeepSeek: a hit of the cache and a miss of it have each their price",
                        """
                        {"prompt_tokens": 16, "completion_tokens": 10, "total_tokens": 26, "prompt_cache_hit_tokens": 12,
                         "prompt_cache_miss_tokens": 4}""",
                        price("0.14", "0.014", "0.14", "0.28", "0.28"),
                        "12 x 0.014 + 4 x 0.14 + 10 x 0.28",
                        3_528),
                new Priced(
                        "Moonshot kimi-k2: hit and miss",
                        """
                        {"prompt_tokens": 19, "completion_tokens": 21, "total_tokens": 40, "cached_tokens": 10}""",
                        price("0.60", "0.15", "0.60", "2.50", "2.50"),
                        "9 x 0.60 + 10 x 0.15 + 21 x 2.50",
                        59_400),
                new Priced(
                        "Anthropic by way of OpenRouter: a write costs 1.25 times the input, a read a tenth of it",
                        """
                        {"prompt_tokens": 10339, "completion_tokens": 60, "total_tokens": 10399,
                         "prompt_tokens_details": {"cached_tokens": 318, "cache_write_tokens": 10021}}""",
                        price("3.00", "0.30", "3.75", "15.00", "15.00"),
                        "0 x 3 + 318 x 0.30 + 10021 x 3.75 + 60 x 15",
                        38_574_150),
                new Priced(
                        "OpenRouter's example: a write that is a part of the prompt",
                        """
                        {"completion_tokens": 2, "prompt_tokens": 194, "total_tokens": 196,
                         "prompt_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 100}}""",
                        price("3.00", "0.30", "3.75", "15.00", "15.00"),
                        "94 x 3 + 100 x 3.75 + 2 x 15",
                        687_000));
    }

    @ParameterizedTest
    @MethodSource({"thoughtsAndFees", "caches"})
    void a_usage_costs_what_its_provider_says(Priced example) {
        var usage = UsageJson.read(Json.parse(example.usage()).orElseThrow()).orElseThrow();
        assertThat(example.price().nano(usage)).isEqualTo(example.nano());
        assertThat(example.price().mostNano(usage.input(), usage.output())).isGreaterThanOrEqualTo(example.nano());
    }

    private static Price price(String input, String cached, String write, String output, String reasoning) {
        return new Price(
                Instant.MIN,
                new BigDecimal(input),
                new BigDecimal(cached),
                new BigDecimal(write),
                new BigDecimal(output),
                new BigDecimal(reasoning),
                BigDecimal.ZERO,
                "USD");
    }
}

package io.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
    /** Prices as providers publish them (USD for a million tokens), and what a documented usage then costs, in nano-dollars. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # rule                           | input | cached | write | output | reasoning | request | in   | read | written | out  | thought | nano
            input and output                 | 0.15  | 0.15   | 0.15  | 0.60   | 0.60      | 0       | 1000 | 0    | 0       | 500  | 0       | 450000
            cached input at half the price   | 2.50  | 1.25   | 2.50  | 10.00  | 10.00     | 0       | 2006 | 1920 | 0       | 300  | 0       | 5615000
            cache read 0.1, write 1.25 times | 3.00  | 0.30   | 3.75  | 15.00  | 15.00     | 0       | 10339| 318  | 10021   | 60   | 0       | 38574150
            reasoning is paid like output    | 1.10  | 0.55   | 1.10  | 4.40   | 4.40      | 0       | 81   | 0    | 0       | 1035 | 832     | 4643100
            reasoning has its own price      | 1.00  | 1.00   | 1.00  | 3.00   | 8.00      | 0       | 32   | 0    | 0       | 103  | 94      | 811000
            a fee for each request           | 1.00  | 1.00   | 1.00  | 1.00   | 1.00      | 0.005   | 10   | 0    | 0       | 10   | 0       | 5020000
            nothing but the fee              | 0     | 0      | 0     | 0      | 0         | 0.005   | 10   | 0    | 0       | 10   | 0       | 5000000
            less than a nano counts as one   | 0.0001| 0.0001 | 0.0001| 0      | 0         | 0       | 1    | 0    | 0       | 0    | 0       | 1
            """)
    void a_usage_costs_what_its_kinds_cost(
            String rule,
            BigDecimal input,
            BigDecimal cached,
            BigDecimal write,
            BigDecimal output,
            BigDecimal reasoning,
            BigDecimal request,
            long in,
            long read,
            long written,
            long out,
            long thought,
            long nano) {
        Price price = new Price(Instant.MIN, input, cached, write, output, reasoning, request, "USD");
        Usage usage = new Usage(in, read, written, out, thought);
        assertThat(price.nano(usage)).isEqualTo(nano);
        assertThat(price.mostNano(usage.input(), usage.output())).isGreaterThanOrEqualTo(nano);
    }

    @Test
    void the_most_that_tokens_can_cost_is_that_of_their_dearest_kind() {
        Price price = new Price(
                Instant.MIN,
                new BigDecimal("3"),
                new BigDecimal("0.3"),
                new BigDecimal("3.75"),
                new BigDecimal("15"),
                new BigDecimal("20"),
                new BigDecimal("0.01"),
                "USD");
        assertThat(price.mostNano(1000, 100)).isEqualTo(1000 * 3750 + 100 * 20_000 + 10_000_000);
        assertThat(price.nano(new Usage(1000, 0, 1000, 100, 100))).isEqualTo(price.mostNano(1000, 100));
    }

    @Test
    void what_no_number_holds_is_the_largest_there_is() {
        Price price = Price.of(new BigDecimal("1000000"), BigDecimal.ONE, "USD");
        assertThat(price.nano(new Usage(Long.MAX_VALUE / 4, 0, 0, 0))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_is_done_at_a_moment_is_paid_at_the_price_of_that_moment() {
        Price old = Price.of(BigDecimal.TEN, BigDecimal.TEN, "USD");
        Price fresh = new Price(
                Instant.parse("2026-06-01T00:00:00Z"),
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ZERO,
                "USD");
        PriceList prices = new PriceList(List.of(fresh, old));
        assertThat(prices.at(Instant.parse("2026-05-31T23:59:59.999Z"))).contains(old);
        assertThat(prices.at(Instant.parse("2026-06-01T00:00:00Z"))).contains(fresh);
        assertThat(prices.coversAlways()).isTrue();
        assertThat(new PriceList(List.of(fresh)).at(Instant.parse("2026-05-31T00:00:00Z")))
                .isEmpty();
        assertThat(new PriceList(List.of(fresh)).coversAlways()).isFalse();
    }
}

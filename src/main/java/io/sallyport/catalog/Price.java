package io.sallyport.catalog;

import io.sallyport.chat.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * What a model costs from a moment on, in units of {@code currency} (ISO 4217). Kinds of tokens that have no price of their own cost what
 * the kind costs that they are a part of.
 *
 * @param from        when it begins to be true; {@link Instant#MIN} where it always was
 * @param input       a million input tokens that were neither read from a cache nor written to one
 * @param cachedInput a million input tokens that were read from the provider's cache
 * @param cacheWrite  a million input tokens that were written to the provider's cache
 * @param output      a million output tokens that were no reasoning
 * @param reasoning   a million output tokens that were reasoning
 * @param request     a request that was answered, whatever its tokens
 */
public record Price(
        Instant from,
        BigDecimal input,
        BigDecimal cachedInput,
        BigDecimal cacheWrite,
        BigDecimal output,
        BigDecimal reasoning,
        BigDecimal request,
        String currency) {
    private static final int NANO = 9;
    private static final int MILLION = 6;

    /** A price for input and output alone, that always was. */
    public static Price of(BigDecimal input, BigDecimal output, String currency) {
        return new Price(Instant.MIN, input, input, input, output, output, BigDecimal.ZERO, currency);
    }

    /**
     * What {@code usage} costs, in billionths of the currency's unit; a part of one counts as one. More than a {@code long} holds is
     * {@link Long#MAX_VALUE}.
     */
    public long nano(Usage usage) {
        long plainInput = Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite());
        long plainOutput = Math.max(0, usage.output() - usage.reasoning());
        BigDecimal tokens = cost(input, plainInput)
                .add(cost(cachedInput, usage.cachedInput()))
                .add(cost(cacheWrite, usage.cacheWrite()))
                .add(cost(output, plainOutput))
                .add(cost(reasoning, usage.reasoning()));
        return whole(tokens.movePointRight(NANO - MILLION).add(request.movePointRight(NANO)));
    }

    /** The most that {@code inputTokens} and {@code outputTokens} can cost, of whatever kinds they turn out to be. */
    public long mostNano(long inputTokens, long outputTokens) {
        BigDecimal tokens = cost(input.max(cachedInput).max(cacheWrite), inputTokens)
                .add(cost(output.max(reasoning), outputTokens));
        return whole(tokens.movePointRight(NANO - MILLION).add(request.movePointRight(NANO)));
    }

    private static BigDecimal cost(BigDecimal perMillion, long tokens) {
        return perMillion.multiply(BigDecimal.valueOf(tokens));
    }

    private static long whole(BigDecimal nano) {
        BigInteger rounded = nano.setScale(0, RoundingMode.CEILING).toBigInteger();
        return rounded.bitLength() < Long.SIZE ? rounded.longValue() : Long.MAX_VALUE;
    }
}

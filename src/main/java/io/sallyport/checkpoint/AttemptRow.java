package io.sallyport.checkpoint;

import io.sallyport.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The new content of a model attempt's row.
 *
 * @param state     {@code STARTED}, {@code ANSWERED}, {@code FAILED} or {@code LOST}
 * @param model     who answered, {@code provider/model}
 * @param code      why it failed
 * @param reserved  tokens, an upper bound
 * @param reservedNano money in billionths of the currency's unit, an upper bound
 * @param usage     what it took, once known
 * @param costNano  what it cost, once known
 */
public record AttemptRow(
        int step,
        int attempt,
        String state,
        String route,
        @Nullable String model,
        @Nullable String code,
        long reserved,
        long reservedNano,
        @Nullable Usage usage,
        long costNano) {}

package io.sallyport.dialect.openai;

import io.sallyport.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a whole answer says of itself.
 *
 * @param verdict      {@code OK}, {@code MALFORMED} or {@code ERROR}
 * @param model        the model that answered, where it says so
 * @param usage        what the provider counted, where it says so
 * @param finishReason of the first choice that has one
 */
public record WholeAnswer(
        ChunkScan.Verdict verdict,
        @Nullable String model,
        @Nullable String id,
        @Nullable Usage usage,
        @Nullable String finishReason) {}

package io.sallyport.edge.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.chat.Usage;

/** Tokens by kind; cached input and cache writes are parts of the input, reasoning is one of the output. */
@RegisterForReflection
public record TokenCounts(long input, long cachedInput, long cacheWrite, long output, long reasoning, long total) {
    static TokenCounts of(Usage usage) {
        return new TokenCounts(
                usage.input(),
                usage.cachedInput(),
                usage.cacheWrite(),
                usage.output(),
                usage.reasoning(),
                usage.total());
    }
}

package io.sallyport.dialect.openai;

import io.sallyport.core.json.JsonNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the counts in a {@code usage} object are called, by OpenAI and by those who speak its dialect with words of their own. */
enum UsageField {
    INPUT("prompt_tokens"),
    OUTPUT("completion_tokens"),
    TOTAL("total_tokens"),
    /** DeepSeek. */
    CACHE_HIT("prompt_cache_hit_tokens"),
    /** Moonshot. */
    CACHED("cached_tokens"),
    CACHED_DETAIL("prompt_tokens_details.cached_tokens"),
    /** OpenRouter. */
    CACHE_WRITE_DETAIL("prompt_tokens_details.cache_write_tokens"),
    /** LiteLLM. */
    CACHE_CREATION_DETAIL("prompt_tokens_details.cache_creation_tokens"),
    REASONING_DETAIL("completion_tokens_details.reasoning_tokens");

    private final String path;

    UsageField(String path) {
        this.path = path;
    }

    static Optional<UsageField> named(String path) {
        return Arrays.stream(values()).filter(field -> field.path.equals(path)).findFirst();
    }

    /** The names directly within {@code holder}, an empty text for the top, in the order of {@link #fieldsOf}. */
    static JsonNames namesOf(String holder) {
        return JsonNames.of(fieldsOf(holder).stream()
                .map(field -> field.path.substring(holder.isEmpty() ? 0 : holder.length() + 1))
                .toArray(String[]::new));
    }

    static List<UsageField> fieldsOf(String holder) {
        return Stream.of(values())
                .filter(field -> holder.isEmpty() ? !field.path.contains(".") : field.path.startsWith(holder + "."))
                .toList();
    }

    void tell(UsageCounts counts, long tokens) {
        switch (this) {
            case INPUT -> counts.input(tokens);
            case OUTPUT -> counts.output(tokens);
            case TOTAL -> counts.total(tokens);
            case CACHE_HIT, CACHED, CACHED_DETAIL -> counts.cached(tokens);
            case CACHE_WRITE_DETAIL, CACHE_CREATION_DETAIL -> counts.cacheWrite(tokens);
            case REASONING_DETAIL -> counts.reasoning(tokens);
        }
    }
}

package io.sallyport.dialect.openai;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reason a provider gives for refusing: OpenAI's {@code error} object, or the shapes that others send in its place.
 *
 * @param code as text, also where the provider sends a number
 */
public record ProviderErrorBody(
        @Nullable String message,
        @Nullable String type,
        @Nullable String code) {
    private static final Set<String> CONTEXT = Set.of(
            "context_length_exceeded", // OpenAI, Azure, OpenRouter
            "exceed_context_size_error"); // llama.cpp
    private static final List<String> CONTEXT_PHRASES = List.of(
            "maximum context length", // vLLM, OpenAI, Mistral
            "available context size", // llama.cpp
            "context length exceeded",
            "context window",
            "prompt is too long");
    private static final Set<String> FILTER = Set.of(
            "content_filter", // Azure
            "content_policy_violation", // OpenAI
            "responsibleaipolicyviolation"); // Azure, inner code

    /** Reads what it can; a body that is no JSON object gives three nulls. */
    public static ProviderErrorBody parse(byte[] body) {
        return new ErrorBodyReader(body).read();
    }

    /** Whether the prompt is too long for this model, so that one with a larger context may do. */
    public boolean contextLength() {
        return in(CONTEXT, code) || in(CONTEXT, type) || says(CONTEXT_PHRASES);
    }

    /** Whether the provider's policy forbids this content, which no other candidate must be asked to get around. */
    public boolean contentFilter() {
        return in(FILTER, code) || in(FILTER, type);
    }

    private boolean says(List<String> phrases) {
        String said = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(said::contains);
    }

    private static boolean in(Set<String> words, @Nullable String word) {
        return word != null && words.contains(word.toLowerCase(Locale.ROOT));
    }
}

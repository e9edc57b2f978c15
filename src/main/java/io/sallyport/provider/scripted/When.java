package io.sallyport.provider.scripted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for a rule to answer; all that is given must hold. The expression is RE2's, whose time is linear, and is searched
 * for in the last user message.
 */
record When(
        @Nullable String contains,
        @Nullable String equalTo,
        @Nullable Pattern regex,
        @Nullable String model,
        @Nullable Boolean afterToolResult,
        @Nullable Boolean toolsOffered) {
    static final When ALWAYS = new When(null, null, (Pattern) null, null, null, null);

    @JsonCreator
    static When of(
            @JsonProperty("contains") @Nullable String contains,
            @JsonProperty("equals") @Nullable String equalTo,
            @JsonProperty("regex") @Nullable String regex,
            @JsonProperty("model") @Nullable String model,
            @JsonProperty("afterToolResult") @Nullable Boolean afterToolResult,
            @JsonProperty("toolsOffered") @Nullable Boolean toolsOffered) {
        return new When(contains, equalTo, compiled(regex), model, afterToolResult, toolsOffered);
    }

    boolean matches(Prompt prompt) {
        String said = prompt.lastUserMessage();
        return (contains == null || said.contains(contains))
                && (equalTo == null || said.equals(equalTo))
                && (regex == null || regex.matcher(said).find())
                && (model == null || model.equals(prompt.model()))
                && (afterToolResult == null || afterToolResult == prompt.afterToolResult())
                && (toolsOffered == null || toolsOffered != prompt.tools().isEmpty());
    }

    private static @Nullable Pattern compiled(@Nullable String regex) {
        try {
            return regex == null ? null : Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'regex' is not an expression of RE2 (" + e.getDescription()
                            + "). Look-around and back references are not.",
                    e);
        }
    }
}

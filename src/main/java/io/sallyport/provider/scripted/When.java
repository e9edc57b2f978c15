package io.sallyport.provider.scripted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        @Nullable Integer toolResults,
        @Nullable Boolean toolsOffered) {
    static final When ALWAYS = new When(null, null, (Pattern) null, null, null, null, null);

    @JsonCreator
    static When of(
            @JsonProperty("contains") @Nullable String contains,
            @JsonProperty("equals") @Nullable String equalTo,
            @JsonProperty("regex") @Nullable String regex,
            @JsonProperty("model") @Nullable String model,
            @JsonProperty("afterToolResult") @Nullable Boolean afterToolResult,
            @JsonProperty("toolResults") @Nullable Integer toolResults,
            @JsonProperty("toolsOffered") @Nullable Boolean toolsOffered) {
        return new When(contains, equalTo, compiled(regex), model, afterToolResult, toolResults, toolsOffered);
    }

    boolean matches(Prompt prompt) {
        String said = prompt.lastUserMessage();
        return (contains == null || said.contains(contains))
                && (equalTo == null || said.equals(equalTo))
                && (regex == null || regex.matcher(said).find())
                && (model == null || model.equals(prompt.model()))
                && (afterToolResult == null || afterToolResult == prompt.afterToolResult())
                && (toolResults == null || toolResults == prompt.toolResults())
                && (toolsOffered == null || toolsOffered != prompt.tools().isEmpty());
    }

    /** What the expression's groups have matched, the whole match first; empty without an expression. */
    List<String> groups(Prompt prompt) {
        Matcher matcher = regex == null ? null : regex.matcher(prompt.lastUserMessage());
        if (matcher == null || !matcher.find()) {
            return List.of();
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            groups.add(Objects.requireNonNullElse(matcher.group(i), ""));
        }
        return groups;
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

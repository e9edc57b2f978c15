package io.sallyport.provider.scripted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule answers.
 *
 * @param text         the answer; {@code {{lastUserMessage}}}, {@code {{lastToolResult}}}, {@code {{firstTool}}} and {@code {{model}}} are filled in
 * @param json         the answer where structured output is asked for; left out, the smallest instance of the schema
 * @param toolCalls    calls made after the text
 * @param finishReason left out: {@code tool_calls} with tool calls, else {@code stop}
 * @param chunkSize    characters in one chunk of a stream, 12 when left out
 * @param dimensions   numbers in an embedding where the request does not say, 8 when left out
 * @param usage        counts instead of one token for each four bytes
 */
record Reply(
        String text,
        @Nullable JsonNode json,
        List<ToolCall> toolCalls,
        String finishReason,
        int chunkSize,
        int dimensions,
        Latency latency,
        @Nullable Counts usage,
        @Nullable Fault fault) {
    static final String STOP = "stop";
    static final String TOOL_CALLS = "tool_calls";

    private static final Pattern EACH = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
    private static final int CHUNK_SIZE = 12;
    private static final int DIMENSIONS = 8;

    @JsonCreator
    static Reply of(
            @JsonProperty("text") @Nullable String text,
            @JsonProperty("json") @Nullable JsonNode json,
            @JsonProperty("toolCalls") @Nullable List<ToolCall> toolCalls,
            @JsonProperty("finishReason") @Nullable String finishReason,
            @JsonProperty("chunkSize") @Nullable Integer chunkSize,
            @JsonProperty("dimensions") @Nullable Integer dimensions,
            @JsonProperty("latency") @Nullable Latency latency,
            @JsonProperty("usage") @Nullable Counts usage,
            @JsonProperty("fault") @Nullable Fault fault) {
        if (chunkSize != null && chunkSize < 1) {
            throw new IllegalArgumentException("'chunkSize' must be at least 1 character.");
        }
        if (dimensions != null && (dimensions < 1 || dimensions > Embeddings.MOST_NUMBERS)) {
            throw new IllegalArgumentException("'dimensions' must be from 1 to " + Embeddings.MOST_NUMBERS + ".");
        }
        List<ToolCall> calls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
        String natural = calls.isEmpty() ? STOP : TOOL_CALLS;
        return new Reply(
                text == null ? "" : text,
                json,
                calls,
                finishReason == null ? natural : finishReason,
                chunkSize == null ? CHUNK_SIZE : chunkSize,
                dimensions == null ? DIMENSIONS : dimensions,
                latency == null ? Latency.NONE : latency,
                usage,
                fault);
    }

    /**
     * Arguments left out: the smallest instance of the tool's parameters.
     *
     * @param each where in the last tool's result the list is of which each element has a call
     */
    record ToolCall(String name, @Nullable JsonNode arguments, Optional<String> each) {
        @JsonCreator
        static ToolCall of(
                @JsonProperty("name") @Nullable String name,
                @JsonProperty("arguments") @Nullable JsonNode arguments,
                @JsonProperty("each") @Nullable String each) {
            if (name == null) {
                throw new IllegalArgumentException("A tool call needs a 'name'.");
            }
            if (each != null && !EACH.matcher(each).matches()) {
                throw new IllegalArgumentException("'each' is a path of names and dots, such as 'documents'.");
            }
            return new ToolCall(name, arguments, Optional.ofNullable(each));
        }
    }

    /** Tokens as they should be reported. */
    record Counts(long input, long output) {
        Counts {
            if (input < 0 || output < 0) {
                throw new IllegalArgumentException("Token counts are not negative.");
            }
        }
    }
}

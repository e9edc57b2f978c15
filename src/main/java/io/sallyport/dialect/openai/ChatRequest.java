package io.sallyport.dialect.openai;

import io.sallyport.chat.Capability;
import io.sallyport.chat.FieldRules;
import io.sallyport.chat.Operation;
import io.sallyport.core.json.JsonSplice;
import io.sallyport.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat completions request: what the gateway acts on, read once; the bytes stay as they came. Fields it does not know are never
 * looked at and go on untouched.
 */
public final class ChatRequest implements UpstreamRequest {
    private final byte[] body;
    private final ChatSettings settings;
    private final ChatMarks marks;

    ChatRequest(byte[] body, ChatSettings settings, ChatMarks marks) {
        this.body = body;
        this.settings = settings;
        this.marks = marks;
    }

    /**
     * Reads {@code body}, which must not change afterwards.
     *
     * @throws io.sallyport.core.ProblemException naming the first field at fault, or the byte where it stops being JSON
     */
    public static ChatRequest parse(byte[] body, int maxDepth) {
        return new ChatRequestReader(body, maxDepth).read();
    }

    @Override
    public ChatRequest under(FieldRules rules, int maxDepth) {
        byte[] ruled = RuledBody.of(body, rules, maxDepth);
        return rules.force().isEmpty() ? this : parse(ruled, maxDepth);
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String model() {
        return settings.model();
    }

    @Override
    public boolean stream() {
        return settings.stream();
    }

    @Override
    public boolean includeUsage() {
        return settings.includeUsage();
    }

    /** {@code n}, else 1. */
    @Override
    public int choices() {
        return settings.choices();
    }

    @Override
    public Set<Capability> needs() {
        return settings.needs();
    }

    /** Whether a {@code response_format} other than plain text is asked for. */
    @Override
    public boolean structured() {
        return settings.structured();
    }

    /** The output limit for each choice: the larger of {@code max_completion_tokens} and {@code max_tokens}. */
    @Override
    public OptionalLong maxTokens() {
        return settings.maxTokens() < 0 ? OptionalLong.empty() : OptionalLong.of(settings.maxTokens());
    }

    @Override
    public @Nullable String user() {
        return settings.user();
    }

    @Override
    public byte[] body() {
        return body;
    }

    /**
     * The body for a provider: its own name for the model, and usage asked for when this is a stream, because the gateway needs it even
     * where the caller does not. The very array that came when nothing changes.
     */
    @Override
    public byte[] forUpstream(String upstreamModel) {
        return forUpstream(upstreamModel, OptionalLong.empty());
    }

    /**
     * As {@link #forUpstream(String)}, with an output limit for each choice.
     *
     * @param most without effect on a request that has a limit of its own
     */
    @Override
    public byte[] forUpstream(String upstreamModel, OptionalLong most) {
        JsonSplice splice = upstream(upstreamModel, most);
        return splice.isEmpty() ? body : splice.toBytes();
    }

    /**
     * As {@link #forUpstream(String, OptionalLong)}, with what was already delivered as a trailing assistant message that the model should
     * continue.
     */
    @Override
    public byte[] continuing(String upstreamModel, String delivered, OptionalLong most) {
        byte[] message = new JsonWriter()
                .raw(",{\"role\":\"assistant\",\"content\":")
                .string(delivered)
                .raw("}")
                .toBytes();
        return upstream(upstreamModel, most)
                .insert(marks.messagesEnd(), message)
                .toBytes();
    }

    @Override
    public WholeAnswer answer(byte[] answer) {
        return ChatAnswerScan.scan(answer);
    }

    private JsonSplice upstream(String upstreamModel, OptionalLong most) {
        JsonSplice splice = new JsonSplice(body, 0, body.length);
        if (!upstreamModel.equals(settings.model())) {
            splice.replace(marks.modelFrom(), marks.modelTo(), JsonWriter.quoted(upstreamModel));
        }
        if (settings.stream() && !settings.includeUsage()) {
            UsageMark usage = marks.usage();
            splice.replace(usage.from(), usage.to(), usage.with().getBytes(StandardCharsets.US_ASCII));
        }
        if (most.isPresent() && settings.maxTokens() < 0) {
            OutputMark output = marks.output();
            splice.replace(output.from(), output.to(), output.with(most.getAsLong()));
        }
        return splice;
    }
}

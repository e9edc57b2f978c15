package io.sallyport.dialect.openai;

import io.sallyport.chat.Capability;
import io.sallyport.chat.FieldRules;
import io.sallyport.chat.Operation;
import io.sallyport.core.json.JsonSplice;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An embeddings request: what the gateway acts on, read once; the bytes stay as they came. Fields it does not know are never looked at
 * and go on untouched.
 */
public final class EmbeddingRequest implements UpstreamRequest {
    /** Inputs in one request, as OpenAI has it. A model that takes fewer says so itself. */
    public static final int MOST_INPUTS = 2048;

    private final byte[] body;
    private final ModelMark model;
    private final int inputs;
    private final @Nullable String user;

    EmbeddingRequest(byte[] body, ModelMark model, int inputs, @Nullable String user) {
        this.body = body;
        this.model = model;
        this.inputs = inputs;
        this.user = user;
    }

    /**
     * Reads {@code body}, which must not change afterwards.
     *
     * @throws io.sallyport.core.ProblemException naming the first field at fault, or the byte where it stops being JSON
     */
    public static EmbeddingRequest parse(byte[] body, int maxDepth) {
        return new EmbeddingRequestReader(body, maxDepth).read();
    }

    @Override
    public EmbeddingRequest under(FieldRules rules, int maxDepth) {
        byte[] ruled = RuledBody.of(body, rules, maxDepth);
        return rules.force().isEmpty() ? this : parse(ruled, maxDepth);
    }

    @Override
    public Operation operation() {
        return Operation.EMBEDDINGS;
    }

    @Override
    public String model() {
        return model.name();
    }

    /** How many texts (or lists of tokens) are to be embedded. */
    public int inputs() {
        return inputs;
    }

    @Override
    public Set<Capability> needs() {
        return Set.of();
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public boolean includeUsage() {
        return false;
    }

    @Override
    public int choices() {
        return 1;
    }

    @Override
    public boolean structured() {
        return false;
    }

    /** Numbers are no tokens. */
    @Override
    public OptionalLong maxTokens() {
        return OptionalLong.of(0);
    }

    @Override
    public @Nullable String user() {
        return user;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public byte[] forUpstream(String upstreamModel) {
        JsonSplice splice = new JsonSplice(body, 0, body.length);
        model.rename(splice, upstreamModel);
        return splice.isEmpty() ? body : splice.toBytes();
    }

    @Override
    public byte[] forUpstream(String upstreamModel, OptionalLong most) {
        return forUpstream(upstreamModel);
    }

    @Override
    public byte[] continuing(String upstreamModel, String delivered, OptionalLong most) {
        throw new UnsupportedOperationException("embeddings are never streamed");
    }

    @Override
    public WholeAnswer answer(byte[] answer) {
        return new EmbeddingAnswerScan(inputs).scan(answer);
    }
}

package io.sallyport.dialect.openai;

import io.sallyport.chat.Capability;
import io.sallyport.chat.FieldRules;
import io.sallyport.chat.Operation;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A caller's request as far as the way to a model is concerned: what it needs, and the bytes that go out. */
public sealed interface UpstreamRequest permits ChatRequest, EmbeddingRequest {
    Operation operation();

    /** What the caller asked for as {@code model}: a route. */
    String model();

    /** What a model must be able to do to answer this, beside the operation itself. */
    Set<Capability> needs();

    /** Whether the answer comes in pieces. */
    boolean stream();

    /** Whether the caller asked for usage at the end of the stream. */
    boolean includeUsage();

    /** How many answers are asked for, each as long as {@link #maxTokens()} permits. */
    int choices();

    /** Whether an answer in a form of its own is asked for, which nobody could continue. */
    boolean structured();

    /** The output limit for each choice, where there is one; 0 where there is no output that is counted in tokens. */
    OptionalLong maxTokens();

    /** The caller's own name for its end user. */
    @Nullable
    String user();

    /**
     * The request that goes on where the route has {@code rules} for the body's fields: read anew, so that what is acted on is what goes out.
     *
     * @throws io.sallyport.core.ProblemException FIELD_DENIED, or what {@code parse} throws where a forced value makes no sense in this request
     */
    UpstreamRequest under(FieldRules rules, int maxDepth);

    /** The body as it came. */
    byte[] body();

    /** The body for a provider: its own name for the model; the very array that came when nothing changes. */
    byte[] forUpstream(String upstreamModel);

    /**
     * As {@link #forUpstream(String)}, with an output limit for each choice.
     *
     * @param most without effect on a request that has a limit of its own, or no output that is counted in tokens
     */
    byte[] forUpstream(String upstreamModel, OptionalLong most);

    /**
     * As {@link #forUpstream(String, OptionalLong)}, with what was already delivered as something that the model should continue.
     *
     * @throws UnsupportedOperationException where there are no streams that could be cut
     */
    byte[] continuing(String upstreamModel, String delivered, OptionalLong most);

    /** Looks at a whole answer: whether it is one to this request, and what it says of itself. */
    WholeAnswer answer(byte[] answer);
}

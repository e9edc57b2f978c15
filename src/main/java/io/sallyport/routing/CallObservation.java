package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Usage;
import org.jspecify.annotations.Nullable;

/** Watches one call; used by one context only, {@link #ended} last and exactly once. */
public interface CallObservation {
    AttemptObservation attemptStarted(ModelSpec model, int number);

    void retrying(ModelSpec model, AttemptOutcome reason);

    void fellBack(ModelSpec from, ModelSpec to);

    /** The total limit fired while no attempt was under way that could be told of it. */
    void totalFired(@Nullable ModelSpec lastAsked);

    /** The caller's first token leaves the house; nanoseconds since the call began. */
    void firstToken(ModelSpec model, long nanos);

    /**
     * The call is over.
     *
     * @param answered who answered, or null
     * @param finishReason the provider's word, or null
     */
    void ended(Decision decision, @Nullable ModelSpec answered, @Nullable Usage usage, @Nullable String finishReason);
}

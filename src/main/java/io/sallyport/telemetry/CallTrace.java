package io.sallyport.telemetry;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.chat.Usage;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.Decision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trace of one call: spans, or only the caller's own context handed on. */
interface CallTrace {
    AttemptTrace attempt(ModelSpec model, int number);

    void firstToken(long nanos);

    void ended(Ending ending);

    /** The trace of one attempt. */
    interface AttemptTrace {
        /** The context that the provider's own spans shall hang under. */
        Map<String, String> headers();

        void ended(AttemptRecord attempt, @Nullable String responseModel);
    }

    /** How a call ended: see {@link io.sallyport.routing.CallObservation#ended}. */
    record Ending(
            Decision decision,
            @Nullable ModelSpec answered,
            @Nullable Usage usage,
            @Nullable String finishReason) {}
}

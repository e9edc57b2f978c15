package io.sallyport.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches one attempt; {@link #ended} last and exactly once. */
public interface AttemptObservation {
    /** Headers the provider is sent so that its trace hangs under ours; empty when nothing is traced. */
    Map<String, String> headers();

    /** The attempt's record, and the model that the provider says it was. */
    void ended(AttemptRecord attempt, @Nullable String responseModel);
}

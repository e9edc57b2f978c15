package io.sallyport.tool;

import java.util.Map;

/** Watches one attempt; {@link #ended} last and exactly once. */
public interface ToolObservation {
    /** Headers the tool is sent so that its trace hangs under ours; empty where there is no trace. */
    Map<String, String> headers();

    void ended(ToolOutcome outcome, long nanos);
}

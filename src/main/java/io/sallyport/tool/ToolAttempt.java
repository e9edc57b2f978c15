package io.sallyport.tool;

import io.sallyport.resilience.Deadline;
import java.util.Map;

/**
 * One attempt as a kind of tools performs it.
 *
 * @param deadline when it must have an outcome, whatever that is
 * @param number   1, or 2 where the first met a dead connection
 * @param trace    W3C headers that hang the tool's own trace under ours; may be empty
 */
public record ToolAttempt(ToolRequest request, Deadline deadline, int number, Map<String, String> trace) {
    /** The same once more, in the time that is left. */
    ToolAttempt again() {
        return new ToolAttempt(request, deadline, number + 1, trace);
    }
}

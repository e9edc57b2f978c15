package io.sallyport.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.RunRecord;
import java.util.List;

/**
 * A run as somebody may see it.
 *
 * @param revision what it is pinned to: the agent, its prompt and tools as canonical JSON
 * @param children the runs that it has begun, the oldest first
 */
public record RunView(RunRecord run, RunDetails details, JsonNode revision, List<ChildLine> children) {
    public RunView {
        children = List.copyOf(children);
    }
}

package io.sallyport.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.RunRecord;

/**
 * A run as somebody may see it.
 *
 * @param revision what it is pinned to: the agent, its prompt and tools as canonical JSON
 */
public record RunView(RunRecord run, RunDetails details, JsonNode revision) {}

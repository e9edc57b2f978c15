package io.sallyport.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Knows whether a grant's {@code when} is a condition that can be evaluated. The catalogue reads grants and evaluates none. */
@FunctionalInterface
public interface ConditionCheck {
    /**
     * What is wrong with {@code condition}; empty where nothing is.
     *
     * @param input JSON Schema of the arguments that it is about, where the tool is known
     */
    Optional<Mistake> mistake(String condition, Optional<JsonNode> input);

    /**
     * A mistake in a condition.
     *
     * @param what one sentence
     * @param fix  what to do about it
     */
    record Mistake(String what, String fix) {}
}

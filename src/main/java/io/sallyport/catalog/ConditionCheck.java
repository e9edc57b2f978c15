package io.sallyport.catalog;

import java.util.Optional;

/** Knows whether a grant's {@code when} is a condition that can be evaluated. The catalogue reads grants and evaluates none. */
@FunctionalInterface
public interface ConditionCheck {
    /** What is wrong with {@code condition}, one sentence with the position; empty where nothing is. */
    Optional<String> mistake(String condition);
}

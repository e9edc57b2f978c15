package io.sallyport.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What somebody found out about a call.
 *
 * @param result what the tool said, where that is known
 * @param note   how it was found out
 */
public record Reconciliation(Outcome outcome, Optional<JsonNode> result, String note) {
    /** Whether it was done. */
    public enum Outcome {
        APPLIED("applied"),
        NOT_APPLIED("notApplied"),
        /** Nobody will ever know; the run goes on without. */
        ABANDONED("abandoned");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As it stands in the run's inbox. */
        String word() {
            return word;
        }
    }
}

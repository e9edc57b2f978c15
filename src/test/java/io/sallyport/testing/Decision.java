package io.sallyport.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One why-chosen record, as the admin API shows it.
 *
 * @param outcome   {@code completed}, {@code failed} or {@code cancelled}
 * @param code      the error's code, where it failed
 * @param candidate the one that answered, where one did
 */
public record Decision(
        String requestId,
        String route,
        boolean stream,
        String outcome,
        @Nullable String code,
        @Nullable String candidate,
        List<Considered> candidates,
        List<Attempt> attempts) {

    /** A candidate of the route, and why it was not tried. */
    public record Considered(String model, @Nullable String skipped) {}

    /** One try of one candidate. */
    public record Attempt(
            String model,
            int number,
            String outcome,
            int status,
            long durationMs,
            @Nullable String detail) {}

    static List<Decision> list(JsonNode answer) {
        return StreamSupport.stream(answer.path("decisions").spliterator(), false)
                .map(node -> Json.as(Decision.class, node))
                .toList();
    }

    /** How each attempt ended, in order: {@code [status_503, ok]}. */
    public List<String> attemptOutcomes() {
        return attempts.stream().map(Attempt::outcome).toList();
    }

    /** Whom each attempt went to, in order. */
    public List<String> attemptedModels() {
        return attempts.stream().map(Attempt::model).toList();
    }

    /** Why {@code model} was not tried; empty when it was. */
    public String skipped(String model) {
        return candidates.stream()
                .filter(candidate -> candidate.model().equals(model) && candidate.skipped() != null)
                .map(Considered::skipped)
                .findFirst()
                .orElse("");
    }
}

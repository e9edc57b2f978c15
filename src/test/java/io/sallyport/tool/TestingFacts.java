package io.sallyport.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.core.json.Json;
import io.sallyport.tool.CallFacts.Budget;
import io.sallyport.tool.CallFacts.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A call by Ada, a clerk, at noon; each method changes one thing. */
public record TestingFacts(
        JsonNode arguments, Principal principal, Optional<Set<String>> labels, Optional<Budget> budget) {
    public static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private static final Principal ADA =
            new Principal("web-chat", "ada", "default", Optional.of(Set.of("clerk")), Optional.of(true));

    public static TestingFacts of(String arguments) {
        return new TestingFacts(
                Json.parse(arguments).orElseThrow(),
                ADA,
                Optional.of(Set.of("system", "user")),
                Optional.of(new Budget(10, 20, 5000, 0.75)));
    }

    /** A program, of which nothing more is known. */
    public TestingFacts byProgram() {
        Principal program = new Principal("batch", null, "default", Optional.empty(), Optional.empty());
        return new TestingFacts(arguments, program, labels, budget);
    }

    public TestingFacts having(String label) {
        Set<String> more = new TreeSet<>(labels.orElseThrow());
        more.add(label);
        return new TestingFacts(arguments, principal, Optional.of(more), budget);
    }

    /** Outside a run. */
    public TestingFacts direct() {
        return new TestingFacts(arguments, principal, Optional.empty(), Optional.empty());
    }

    public TestingFacts unlimited() {
        return new TestingFacts(
                arguments,
                principal,
                labels,
                Optional.of(new Budget(10, 20, Long.MAX_VALUE, Double.POSITIVE_INFINITY)));
    }

    public CallFacts facts() {
        return new CallFacts(arguments, principal, () -> labels, NOON, budget);
    }
}

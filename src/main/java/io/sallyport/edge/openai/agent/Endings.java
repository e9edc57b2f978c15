package io.sallyport.edge.openai.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.checkpoint.JournalEvent;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.core.json.Json;
import io.sallyport.run.machine.EventType;

/** Why an answer ends without being whole. Each names the run: it can be looked at, and where it goes on, be followed. */
final class Endings {
    private Endings() {}

    /** The run has ended otherwise than by being done. */
    static Problem of(String run, EventType type, JournalEvent event) {
        JsonNode data = Json.own(event.data());
        Problem problem = switch (type) {
            case RUN_CANCELLED ->
                Problem.of(ProblemCode.RUN_CANCELLED, "The run " + run + " was cancelled.", look(run));
            case RUN_EXPIRED ->
                Problem.of(ProblemCode.RUN_EXPIRED, "The run " + run + " has waited for too long.", look(run));
            case RUN_LIMIT_EXCEEDED ->
                Problem.of(
                                ProblemCode.RUN_LIMIT_EXCEEDED,
                                "The run " + run + " has reached its limit of "
                                        + data.path("limit").asText() + ".",
                                look(run))
                        .with("limit", data.path("limit").asText());
            default ->
                Problem.of(ProblemCode.RUN_FAILED, "The run " + run + " has failed.", look(run))
                        .with("run_code", data.path("code").asText());
        };
        return problem.with("run", run);
    }

    /** The caller's time is over, and the run is not. */
    static Problem unfinished(String run, String waitsFor, long afterMillis) {
        String state = waitsFor.isEmpty() ? "is still running" : "waits: " + waitsFor;
        Problem problem = Problem.of(
                        ProblemCode.RUN_UNFINISHED,
                        "After " + afterMillis + " ms the run " + run + " " + state + ". It goes on.",
                        "Follow it with GET /v1/runs/" + run + "/events.")
                .with("run", run);
        return waitsFor.isEmpty() ? problem : problem.with("status", waitsFor);
    }

    /** What was sent is void, and there is no way to say so in this dialect. */
    static Problem diverged(String run) {
        return Problem.of(
                        ProblemCode.ANSWER_RESTARTED,
                        "The answer of the run " + run + " began anew and says something else; what was sent is void."
                                + " The run goes on.",
                        "Follow it with GET /v1/runs/" + run + "/events.")
                .with("run", run);
    }

    /** This replica leaves. */
    static Problem leaving(String run) {
        return Problem.of(
                        ProblemCode.SHUTTING_DOWN,
                        "This replica is shutting down; the run " + run + " goes on elsewhere.",
                        "Send the request again with the header x-stainless-retry-count: 1, or follow GET /v1/runs/"
                                + run + "/events.")
                .with("run", run);
    }

    private static String look(String run) {
        return "GET /v1/runs/" + run + " shows what it has done.";
    }
}

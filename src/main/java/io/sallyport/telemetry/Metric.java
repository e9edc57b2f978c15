package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Every metric of ours: the one place where their names stand. {@code docs/observability.md} lists the same, and a test compares. */
enum Metric {
    REQUESTS("sallyport.requests", "Calls that ended, by how they ended for the caller."),
    REQUESTS_ACTIVE("sallyport.requests.active", "Calls under way."),
    CANCELLED("sallyport.cancelled", "Calls whose caller went away."),
    ATTEMPTS("sallyport.attempts", "Attempts that ended, by how."),
    ATTEMPT_TOKENS("sallyport.failed.attempt.tokens", "Tokens spent on attempts that did not become the answer."),
    LIMIT_FIRED("sallyport.limit.fired", "Limits of time that fired."),
    LIMIT_REFUSALS("sallyport.limit.refusals", "Calls that a limit on use did not allow."),
    RETRIES("sallyport.retries", "Attempts repeated on the same candidate."),
    RETRY_BUDGET_EXHAUSTED(
            "sallyport.retry.budget.exhausted", "Retries not made because the provider's budget was used up."),
    FALLBACKS("sallyport.fallbacks", "Calls that went on to another candidate."),
    BREAKER_STATE("sallyport.breaker.state", "0 closed, 1 half open, 2 open."),
    BREAKER_TRANSITIONS("sallyport.breaker.transitions", "Changes of a breaker's state, by the new state."),
    CATALOG_INFO("sallyport.catalog.info", "1 for the revision that is running."),
    CATALOG_LOADED("sallyport.catalog.loaded.timestamp", "When the running revision was loaded."),
    CATALOG_ERRORS("sallyport.catalog.errors", "Mistakes that keep the files as they are now from being used."),
    CATALOG_WARNINGS("sallyport.catalog.warnings", "What is doubtful in the running revision."),
    USAGE_WRITTEN("sallyport.usage.entries", "Entries of the ledger that were written."),
    USAGE_WAITING("sallyport.usage.waiting", "Entries of the ledger that are not written yet."),
    USAGE_DROPPED("sallyport.usage.dropped", "Entries of the ledger that were lost, by why."),
    CLAIMS("sallyport.idempotency.claims", "Claims on idempotency keys, by what came of them."),
    RATES("sallyport.rates", "Requests under a rate, by limit and what came of them."),
    RATES_ANSWER("sallyport.rates.answer", "From asking Redis about rates to its answer."),
    KEYS("sallyport.idempotency.keys", "Requests with a key on the model path, by what they were told."),
    KEYED_ANSWERS("sallyport.idempotency.answers", "Executions under a key, by what became of them."),
    RUNS_ACTIVE("sallyport.runs.active", "Runs that this replica performs now."),
    RUNS_ENDED("sallyport.runs.ended", "Runs that ended on this replica, by how."),
    RUNS_RECOVERED("sallyport.runs.recovered", "Runs taken over from an owner that was gone."),
    RUNS_LOST("sallyport.runs.lost", "Runs that another replica has taken over from this one."),
    RUN_COMMIT("sallyport.run.commit", "From a commit's statement to its answer, by commit point."),
    UNKNOWN_EFFECTS("sallyport.unknown.effects", "Tool calls of which nobody knows whether they were done."),
    STOPS("sallyport.stops", "Stops that stand, as this replica knows them, by kind."),
    STOPS_AGE("sallyport.stops.age", "Seconds since this replica has read what is stopped; -1 where it never could."),
    STREAMS_ACTIVE("sallyport.streams.active", "Readers who follow a run on this replica now."),
    STREAM_FRAMES("sallyport.stream.frames", "What readers of runs were given, by kind."),
    STREAMS_TOO_SLOW("sallyport.streams.too.slow", "Readers who took nothing for too long and were let go."),
    TOOL_DURATION("sallyport.tool.duration", "Attempts at calls of tools that ended, by how."),
    TOOL_LOOK_UPS("sallyport.tool.lookups", "Tools asked whether a key was applied, by what they said."),
    TOOL_BREAKER_STATE("sallyport.tool.breaker.state", "0 closed, 1 half open, 2 open."),
    TOOL_BREAKER_TRANSITIONS("sallyport.tool.breaker.transitions", "Changes of a tool's breaker, by the new state."),
    TOOL_TOKENS("sallyport.tool.tokens", "The issuer asked for a token for a tool, by grant and by what came of it."),
    MCP_SESSIONS("sallyport.mcp.sessions", "Sessions that this replica has with an MCP server."),
    MCP_STREAMS("sallyport.mcp.streams", "1 while an MCP server's announcements are listened to."),
    MCP_LIST_CHANGES("sallyport.mcp.list.changes", "Announcements of an MCP server that its tools have changed."),
    OPERATION_DURATION("gen_ai.client.operation.duration", "Duration of a call, all attempts included."),
    TIME_TO_FIRST_CHUNK("gen_ai.client.operation.time_to_first_chunk", "From the request to the caller's first token."),
    TOKEN_USAGE("gen_ai.client.token.usage", "Tokens of answered calls, as the provider counted them.");

    private final String label;
    private final String help;

    Metric(String label, String help) {
        this.label = label;
        this.help = help;
    }

    /** Whether a metric of this name is one of these. */
    static boolean isOurs(String name) {
        return name.startsWith("sallyport.") || name.startsWith("gen_ai.");
    }

    /** With dots, as Micrometer wants it. */
    String label() {
        return label;
    }

    String help() {
        return help;
    }

    /** Found anew at each call, which takes about a microsecond: on the hot path the counter is kept. */
    Counter counter(MeterRegistry registry, String... tags) {
        return Counter.builder(label).description(help).tags(Tags.of(tags)).register(registry);
    }
}

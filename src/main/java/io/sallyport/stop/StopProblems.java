package io.sallyport.stop;

import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;

/** What callers are told who meet a stop. */
public final class StopProblems {
    private StopProblems() {}

    /** The caller itself is stopped. */
    public static Problem principal(Stop stop) {
        return of(
                ProblemCode.PRINCIPAL_STOPPED,
                stop,
                "Ask the operator; nothing of yours is served until it is lifted.");
    }

    /** The agent takes no order. */
    public static Problem agent(Stop stop) {
        return of(
                ProblemCode.AGENT_STOPPED,
                stop,
                "Ask the operator; the agent takes no new runs until it is lifted, and those under way end.");
    }

    /** The tool is called for nobody. */
    public static Problem tool(Stop stop) {
        return of(ProblemCode.TOOL_STOPPED, stop, "Nothing was done. Go on without it, or ask the operator.");
    }

    private static Problem of(ProblemCode code, Stop stop, String fix) {
        return Problem.of(code, stop.sentence(), fix)
                .with("stop", stop.target())
                .with("reason", stop.reason())
                .with("since", stop.at().toString());
    }
}

package io.sallyport.tool.http;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.tool.Attempted;
import io.sallyport.tool.Attempted.Verdict;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolErrors;
import io.sallyport.tool.ToolOutcome;
import io.sallyport.tool.ToolOutcome.NotApplied;
import org.jboss.logging.Logger;

/** Outcomes of attempts of which not a byte was sent. Addresses and causes are for the operator's log; a model learns neither. */
public final class Refused {
    private static final Logger LOG = Logger.getLogger(Refused.class);

    private Refused() {}

    /** The outcome of an attempt of which nothing was sent. */
    public static Attempted<ToolOutcome> of(ToolSpec tool, Exchanged.NotSent unsent) {
        LOG.warnf("tool %s was not called: %s (%s)", tool.name(), unsent.reason(), unsent.text());
        return switch (unsent.reason()) {
            case DNS, CONNECT, TLS -> failed(ToolErrors.later(ToolErrors.UNREACHABLE, "The tool cannot be reached."));
            case TOO_LATE -> failed(ToolErrors.later(ToolErrors.UNREACHABLE, "The tool could not be reached in time."));
            case POOL_FULL ->
                fine(ToolErrors.later(ToolErrors.OVERLOADED, "Too many calls of tools are under way at once."));
            case NO_TOKEN ->
                fine(ToolErrors.later(
                        ToolErrors.AUTH_UNAVAILABLE, "No token for the agent is to be had at the moment."));
            case NOT_FOR_USER -> fine(ToolErrors.userRefused());
            case EGRESS ->
                fine(new ToolError(
                        ToolErrors.EGRESS_REFUSED,
                        "The tool's address is one that tools may not have.",
                        false,
                        "Nothing was done. Go on without this tool.",
                        null));
            case UNSENDABLE -> fine(ToolError.of(ToolErrors.MISCONFIGURED, unsent.text()));
        };
    }

    private static Attempted<ToolOutcome> failed(ToolError error) {
        return new Attempted<>(new NotApplied(error), Verdict.FAILED);
    }

    private static Attempted<ToolOutcome> fine(ToolError error) {
        return new Attempted<>(new NotApplied(error), Verdict.FINE);
    }
}

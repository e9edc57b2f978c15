package io.sallyport.telemetry;

import io.sallyport.catalog.ToolSpec;
import io.sallyport.resilience.BreakerState;
import io.sallyport.tool.LookUpOutcome;
import io.sallyport.tool.ToolCallId;
import io.sallyport.tool.ToolError;
import io.sallyport.tool.ToolObservation;
import io.sallyport.tool.ToolObserver;
import io.sallyport.tool.ToolOutcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells meters and traces what happens to calls of tools. */
@Singleton
public final class ToolTelemetry implements ToolObserver {
    private final ToolMeters meters;
    private final ToolTraces traces;

    ToolTelemetry(ToolMeters meters, ToolTraces traces) {
        this.meters = meters;
        this.traces = traces;
    }

    @Override
    public ToolObservation started(ToolSpec tool, ToolCallId id) {
        return new Observed(meters, tool.name(), id, traces.begin(tool, id));
    }

    @Override
    public void lookedUp(ToolSpec tool, LookUpOutcome outcome) {
        meters.lookedUp(
                tool.name(),
                switch (outcome) {
                    case LookUpOutcome.Applied applied -> "applied";
                    case LookUpOutcome.NotApplied notApplied -> "not_applied";
                    case LookUpOutcome.CannotTell cannotTell -> "cannot_tell";
                });
    }

    @Override
    public void breakerChanged(String tool, BreakerState to) {
        meters.breakerChanged(tool, to);
    }

    /** An outcome in words. */
    private record Said(String outcome, String code) {
        static Said of(ToolOutcome outcome) {
            return switch (outcome) {
                case ToolOutcome.Succeeded done -> new Said("succeeded", "");
                case ToolOutcome.NeedsInput question -> new Said("needs_input", "");
                case ToolOutcome.NotSent lost -> new Said("not_sent", "");
                case ToolOutcome.NotApplied(ToolError error) -> new Said("not_applied", error.code());
                case ToolOutcome.Applied(ToolError error) -> new Said("applied", error.code());
                case ToolOutcome.Later(Duration after, ToolError error) -> new Said("later", error.code());
                case ToolOutcome.Unknown(ToolError error) -> new Said("unknown", error.code());
            };
        }
    }

    private record Observed(ToolMeters meters, String tool, ToolCallId id, Optional<ToolSpan> span)
            implements ToolObservation {
        @Override
        public Map<String, String> headers() {
            return span.map(ToolSpan::headers).orElseGet(() -> ToolTraces.asItCame(id));
        }

        @Override
        public void ended(ToolOutcome outcome, long nanos) {
            Said said = Said.of(outcome);
            meters.ended(tool, said.outcome(), nanos);
            span.ifPresent(traced -> traced.ended(said.outcome(), said.code()));
        }
    }
}

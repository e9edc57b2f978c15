package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sallyport.chat.Usage;
import io.sallyport.checkpoint.RunRecord;
import io.sallyport.run.RunDetails;
import io.sallyport.run.RunView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A run, whole, but for what was said in it: that is in its events. Moments are UTC with microseconds, money is a decimal in a string.
 *
 * @param revision  digest of what the agent was when the run began
 * @param client    who started it
 * @param subject   the person behind the client, where there is one
 * @param root      the run that began all of it: itself, where no other one did
 * @param parent    the run that has begun it, where one did
 * @param children  the runs that it has begun, the oldest first
 * @param usage     its own tokens so far
 * @param cost      money so far, that of its ended children included; at most where it is not known what an attempt cost
 * @param currency  of all that is money in here; absent until a model with a price has answered
 * @param waiting   what it waits for; only while it waits
 * @param ending    how it ended: the last event's own members
 * @param output    what the agent said last; only when it is {@code COMPLETED} and not erased
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunAnswer(
        String id,
        @Schema(ref = "RunStatus") String status,
        String agent,
        String revision,
        RunPrompt prompt,
        String thread,
        String root,
        @Nullable String parent,
        String client,
        @Nullable String subject,
        String createdAt,
        String updatedAt,
        @Nullable String endedAt,
        @Nullable String erasedAt,
        Tokens usage,
        String cost,
        @Nullable String currency,
        @Nullable WaitingFor waiting,
        @Schema(implementation = Object.class) @Nullable JsonNode ending,
        @Nullable String output,
        List<StepAnswer> steps,
        List<CallAnswer> toolCalls,
        List<ApprovalAnswer> approvals,
        List<ChildAnswer> children,
        RunLinks links) {

    static RunAnswer of(RunView view) {
        RunRecord run = view.run();
        RunDetails details = view.details();
        return new RunAnswer(
                run.id(),
                run.status().name(),
                run.agent(),
                run.revision(),
                RunPrompt.of(view.revision()),
                run.thread(),
                run.rootRun(),
                run.parentRun(),
                run.client(),
                run.subject(),
                Moments.of(run.createdAt()),
                Moments.of(run.updatedAt()),
                Moments.orNull(run.endedAt()),
                Moments.orNull(run.erasedAt()),
                Tokens.of(run.totals().tokens()),
                Money.of(run.totals().costNano()),
                RunOutcome.currency(details),
                WaitingFor.of(run, details),
                RunOutcome.ending(run, details),
                RunOutcome.output(run, details),
                details.steps().stream().map(StepAnswer::of).toList(),
                details.calls().stream().map(CallAnswer::of).toList(),
                details.approvals().stream().map(ApprovalAnswer::of).toList(),
                view.children().stream().map(ChildAnswer::of).toList(),
                RunLinks.of(run.id(), run.thread()));
    }

    /**
     * Which prompt it speaks by.
     *
     * @param digest SHA-256 of its text
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunPrompt(
            @Nullable String name,
            @Nullable Integer version,
            @Nullable String digest) {
        static RunPrompt of(JsonNode revision) {
            JsonNode prompt = revision.path("prompt");
            return new RunPrompt(
                    prompt.path("name").textValue(),
                    prompt.path("version").isInt() ? prompt.path("version").intValue() : null,
                    prompt.path("digest").textValue());
        }
    }

    /** Tokens; the cached ones are part of the input, the reasoning is part of the output. */
    public record Tokens(long input, long cachedInput, long cacheWrite, long output, long reasoning) {
        static Tokens of(Usage usage) {
            return new Tokens(
                    usage.input(), usage.cachedInput(), usage.cacheWrite(), usage.output(), usage.reasoning());
        }
    }
}

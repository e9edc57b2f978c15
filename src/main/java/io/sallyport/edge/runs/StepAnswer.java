package io.sallyport.edge.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sallyport.run.RunDetails.AttemptLine;
import io.sallyport.run.RunDetails.StepLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step: one answer of a model, with the attempts it took. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepAnswer(
        int step, String startedAt, @Nullable String endedAt, List<AttemptAnswer> attempts) {
    static StepAnswer of(StepLine line) {
        return new StepAnswer(
                line.step(),
                Moments.of(line.startedAt()),
                Moments.orNull(line.endedAt()),
                line.attempts().stream().map(AttemptAnswer::of).toList());
    }

    /**
     * An attempt at a model call.
     *
     * @param state {@code STARTED}, {@code ANSWERED}, {@code FAILED} or {@code LOST}
     * @param code  why it failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AttemptAnswer(
            int attempt,
            String state,
            String route,
            @Nullable String model,
            @Nullable String code,
            RunAnswer.@Nullable Tokens usage,
            @Nullable String cost,
            String startedAt,
            @Nullable String endedAt) {
        static AttemptAnswer of(AttemptLine line) {
            return new AttemptAnswer(
                    line.attempt(),
                    line.state(),
                    line.route(),
                    line.model(),
                    line.code(),
                    line.usage() == null ? null : RunAnswer.Tokens.of(line.usage()),
                    line.costNano() == null ? null : Money.of(line.costNano()),
                    Moments.of(line.startedAt()),
                    Moments.orNull(line.endedAt()));
        }
    }
}

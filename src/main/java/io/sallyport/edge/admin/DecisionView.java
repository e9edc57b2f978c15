package io.sallyport.edge.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sallyport.routing.AttemptRecord;
import io.sallyport.routing.Decision;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A why-chosen record as the API shows it. Times are milliseconds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DecisionView(
        String requestId,
        String at,
        String route,
        String client,
        boolean stream,
        String outcome,
        @Nullable String code,
        @Nullable String limit,
        @Nullable String scope,
        @Nullable String candidate,
        List<CandidateView> candidates,
        List<AttemptView> attempts,
        long totalMs) {

    static DecisionView of(Decision decision) {
        return new DecisionView(
                decision.requestId(),
                decision.at().toString(),
                decision.route(),
                decision.client(),
                decision.stream(),
                decision.outcome().name().toLowerCase(Locale.ROOT),
                decision.code() == null ? null : decision.code().code(),
                decision.met() == null ? null : decision.met().limit(),
                decision.met() == null ? null : decision.met().scope(),
                decision.candidate(),
                decision.candidates().stream().map(CandidateView::of).toList(),
                decision.attempts().stream().map(AttemptView::of).toList(),
                decision.totalMs());
    }

    /** A candidate that was considered. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CandidateView(String model, @Nullable String skipped) {
        static CandidateView of(Decision.Considered one) {
            return new CandidateView(
                    one.model(), one.skipped() == null ? null : one.skipped().label());
        }
    }

    /** An attempt that was made. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptView(
            String model,
            int number,
            String outcome,
            @Nullable Integer status,
            long startedMs,
            @Nullable Long firstTokenMs,
            long durationMs,
            @Nullable String detail,
            @Nullable TokensView tokens) {
        static AttemptView of(AttemptRecord attempt) {
            return new AttemptView(
                    attempt.model(),
                    attempt.number(),
                    attempt.outcome().label(),
                    attempt.status() == 0 ? null : attempt.status(),
                    attempt.startedMs(),
                    attempt.firstTokenMs() < 0 ? null : attempt.firstTokenMs(),
                    attempt.durationMs(),
                    attempt.detail(),
                    attempt.usage() == null
                            ? null
                            : new TokensView(
                                    attempt.usage().input(), attempt.usage().output()));
        }
    }

    /** Tokens as the provider counted them. */
    record TokensView(long input, long output) {}
}

package io.sallyport.routing;

import io.sallyport.catalog.ModelSpec;
import io.sallyport.catalog.RouteSpec;
import io.sallyport.chat.Operation;
import io.sallyport.core.Problem;
import io.sallyport.core.ProblemCode;
import io.sallyport.limit.AppliedLimit;
import io.sallyport.routing.Decision.Considered;
import java.util.List;

/** What a caller is told when nobody could answer. */
final class CallProblems {
    private CallProblems() {}

    /** The last attempt's failure, when there is nowhere left to go. */
    static Problem of(AttemptFailed failure, RouteSpec route) {
        Problem problem = Problem.of(code(failure.outcome()), sentence(failure, route))
                .with("candidate", failure.model().ref());
        String limit = failure.outcome().limit();
        if (!limit.isEmpty()) {
            problem = problem.with("limit", limit);
        }
        return failure.retryAfterMillis() < 0 ? problem : retryAfter(problem, failure.retryAfterMillis());
    }

    static ProblemCode code(AttemptOutcome outcome) {
        return switch (outcome) {
            case STATUS_429 -> ProblemCode.PROVIDER_RATE_LIMITED;
            case STATUS_401, STATUS_403, STATUS_404, STATUS_OTHER -> ProblemCode.PROVIDER_MISCONFIGURED;
            case STATUS_503, STATUS_529, CONNECT_FAILED, DNS_FAILED, TLS_FAILED -> ProblemCode.PROVIDER_UNAVAILABLE;
            case STATUS_408,
                    STATUS_504,
                    CONNECT_TIMEOUT,
                    FIRST_TOKEN_TIMEOUT,
                    IDLE_TIMEOUT,
                    ATTEMPT_TIMEOUT,
                    TOTAL_TIMEOUT -> ProblemCode.PROVIDER_TIMEOUT;
            case CONTEXT_LENGTH -> ProblemCode.CONTEXT_LENGTH_EXCEEDED;
            case CONTENT_FILTER -> ProblemCode.CONTENT_FILTER;
            case REJECTED, PREFILL_REJECTED -> ProblemCode.PROVIDER_REJECTED;
            case BREAKER_OPEN -> ProblemCode.ALL_CANDIDATES_UNAVAILABLE;
            case CUT, DIVERGED -> ProblemCode.STREAM_CUT;
            default -> ProblemCode.PROVIDER_ERROR;
        };
    }

    private static String sentence(AttemptFailed failure, RouteSpec route) {
        String who = failure.model().ref();
        String where = " Route " + route.alias() + " has nowhere else to go.";
        String status = failure.status() == 0 ? "no status" : "status " + failure.status();
        return switch (code(failure.outcome())) {
            case PROVIDER_RATE_LIMITED -> who + " is rate limited by its provider." + where;
            case PROVIDER_MISCONFIGURED ->
                who + " refuses the gateway itself (" + status
                        + "): its base URL, key or model name in the catalogue is wrong." + where;
            case PROVIDER_TIMEOUT -> who + " was too slow: " + limit(failure) + "." + where;
            case PROVIDER_UNAVAILABLE ->
                who + " is not available (" + failure.outcome().label() + ")." + where;
            default -> who + " gave no usable answer (" + failure.outcome().label() + ")." + where;
        };
    }

    private static String limit(AttemptFailed failure) {
        return failure.outcome().limit().isEmpty() ? "its provider answered " + failure.status() : failure.detail();
    }

    /** The whole request took longer than it may. */
    static Problem total(RouteSpec route, long millis) {
        return Problem.of(
                        ProblemCode.PROVIDER_TIMEOUT,
                        "No complete answer within " + millis + " ms, the total limit of this request on route "
                                + route.alias() + ".")
                .with("limit", "total");
    }

    /** The answer broke after the caller had its beginning, and nobody could go on from there. */
    static Problem cut(AttemptFailed failure) {
        Problem problem = Problem.of(
                        ProblemCode.STREAM_CUT,
                        "The answer of " + failure.model().ref() + " was cut ("
                                + failure.outcome().label()
                                + ") and could not be continued: what was sent is not complete.")
                .with("candidate", failure.model().ref())
                .with("cause", failure.outcome().label());
        String limit = failure.outcome().limit();
        return limit.isEmpty() ? problem : problem.with("limit", limit);
    }

    /** A budget of tokens or money, and nobody knows how much the model may write. */
    static Problem unbounded(ModelSpec model, AppliedLimit limit) {
        return Problem.of(
                        ProblemCode.MISSING_PARAMETER,
                        "Nothing says how much " + model.ref() + " writes at most, and "
                                + limit.limit().name() + " of " + limit.scope() + " applies.",
                        "Send max_tokens, or have maxOutputTokens set for the model in the catalogue.")
                .at("max_tokens")
                .with("candidate", model.ref());
    }

    /** A budget of money, and nobody knows what the model costs. */
    static Problem unpriced(ModelSpec model, AppliedLimit limit) {
        return Problem.of(
                        ProblemCode.PROVIDER_MISCONFIGURED,
                        model.ref() + " has no price at the moment, and "
                                + limit.limit().name() + " of " + limit.scope() + " applies.",
                        "Ask whoever keeps the catalogue to give the model a price.")
                .with("candidate", model.ref());
    }

    /** Rates could not be asked, and not because their store is away. */
    static Problem broken() {
        return Problem.of(ProblemCode.INTERNAL, "The gateway failed; its log says why.");
    }

    /** Nobody was even asked. */
    static Problem nobodyAsked(List<Considered> considered, CallRequest request, long retryAfterMillis) {
        RouteSpec route = request.route();
        if (considered.stream().allMatch(one -> one.skipped() == SkipReason.INCAPABLE)) {
            return incapable(route, request.asked().operation());
        }
        boolean cooling = considered.stream().anyMatch(one -> one.skipped() == SkipReason.COOLING_DOWN);
        boolean broken = considered.stream().anyMatch(one -> one.skipped() == SkipReason.BREAKER_OPEN);
        ProblemCode code = cooling && !broken
                ? ProblemCode.PROVIDER_RATE_LIMITED
                : broken ? ProblemCode.ALL_CANDIDATES_UNAVAILABLE : ProblemCode.OVERLOADED;
        String each =
                String.join(", ", considered.stream().map(CallProblems::word).toList());
        Problem problem = Problem.of(
                code, "Every candidate of route " + route.alias() + " is unavailable at the moment: " + each + ".");
        return retryAfter(problem, retryAfterMillis);
    }

    private static Problem incapable(RouteSpec route, Operation operation) {
        return switch (operation) {
            case CHAT ->
                Problem.of(
                        ProblemCode.NO_CAPABLE_CANDIDATE,
                        "No candidate of route " + route.alias() + " can do what this request needs.",
                        "Leave out what they lack (tools, images, audio, JSON schema, logprobs), or ask another route:"
                                + " models that only make embeddings do not chat.");
            case EMBEDDINGS ->
                Problem.of(
                        ProblemCode.NO_CAPABLE_CANDIDATE,
                        "No candidate of route " + route.alias() + " makes embeddings.",
                        "Ask a route that has a model with the capability 'embeddings' in the catalogue.");
        };
    }

    /** Whole seconds, rounded up: coming back too early would be refused again. */
    private static Problem retryAfter(Problem problem, long millis) {
        return problem.with(Problem.RETRY_AFTER_SECONDS, (millis + 999) / 1000);
    }

    private static String word(Considered one) {
        return one.model() + " "
                + (one.skipped() == null ? "failed" : one.skipped().label());
    }
}

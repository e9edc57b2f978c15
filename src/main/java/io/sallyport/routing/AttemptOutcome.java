package io.sallyport.routing;

import java.util.Locale;

/**
 * How an attempt ended, and with that what comes next: the fault table of the model path, a row for each constant. The name in
 * lower case is the word that records and metrics use.
 */
public enum AttemptOutcome {
    OK(Next.NONE, Blame.NOBODY),

    STATUS_408(Next.RETRY, Blame.PROVIDER),
    STATUS_409(Next.RETRY, Blame.NOBODY),
    STATUS_425(Next.RETRY, Blame.NOBODY),
    STATUS_429(Next.RETRY, Blame.NOBODY),
    STATUS_500(Next.RETRY, Blame.PROVIDER),
    STATUS_502(Next.RETRY, Blame.PROVIDER),
    STATUS_503(Next.RETRY, Blame.PROVIDER),
    STATUS_504(Next.RETRY, Blame.PROVIDER),
    STATUS_529(Next.RETRY, Blame.PROVIDER),
    STATUS_5XX(Next.RETRY, Blame.PROVIDER),

    STATUS_401(Next.NEXT_CANDIDATE, Blame.NOBODY),
    STATUS_403(Next.NEXT_CANDIDATE, Blame.NOBODY),
    STATUS_404(Next.NEXT_CANDIDATE, Blame.NOBODY),
    /** Any other status that says the request never got to a model: a redirect, a wrong method, an unpaid bill. */
    STATUS_OTHER(Next.NEXT_CANDIDATE, Blame.NOBODY),

    CONTEXT_LENGTH(Next.LARGER_CONTEXT, Blame.NOBODY),
    CONTENT_FILTER(Next.NONE, Blame.NOBODY),
    /** The provider says that the request itself is wrong: another candidate would say the same. */
    REJECTED(Next.NONE, Blame.NOBODY),
    /** The candidate takes no trailing assistant message after all. */
    PREFILL_REJECTED(Next.RESTART, Blame.NOBODY),

    CONNECT_FAILED(Next.RETRY, Blame.PROVIDER),
    CONNECT_TIMEOUT(Next.NEXT_CANDIDATE, Blame.PROVIDER),
    DNS_FAILED(Next.NEXT_CANDIDATE, Blame.PROVIDER),
    TLS_FAILED(Next.NEXT_CANDIDATE, Blame.PROVIDER),
    RESET(Next.RETRY, Blame.PROVIDER),
    CUT(Next.RETRY, Blame.PROVIDER),
    MALFORMED(Next.NEXT_CANDIDATE, Blame.PROVIDER),
    ERROR_BODY(Next.RETRY, Blame.PROVIDER),
    TOO_LARGE(Next.NEXT_CANDIDATE, Blame.PROVIDER),

    FIRST_TOKEN_TIMEOUT(Next.NEXT_CANDIDATE, Blame.PROVIDER),
    IDLE_TIMEOUT(Next.NEXT_CANDIDATE, Blame.PROVIDER),
    ATTEMPT_TIMEOUT(Next.NEXT_CANDIDATE, Blame.PROVIDER),
    /** Blames the provider only when it has not begun to answer; see {@link Attempt}. */
    TOTAL_TIMEOUT(Next.NONE, Blame.NOBODY),

    BREAKER_OPEN(Next.NEXT_CANDIDATE, Blame.NOBODY),
    /** A budget does not allow what the attempt could come to. */
    OVER_BUDGET(Next.NEXT_CANDIDATE, Blame.NOBODY),
    /** A budget applies, and nobody knows what the attempt could come to. */
    UNBOUNDED(Next.NEXT_CANDIDATE, Blame.NOBODY),
    /** The store of budgets does not answer, so that nothing may be spent. */
    NOT_RESERVED(Next.NONE, Blame.NOBODY),
    /** A restarted answer did not begin with what the caller already has. */
    DIVERGED(Next.NEXT_CANDIDATE, Blame.NOBODY),
    /** The caller went away, or the house closes. */
    CANCELLED(Next.NONE, Blame.NOBODY);

    /** What the call does after an attempt that ended so. */
    enum Next {
        /** Nothing more: this is the answer. */
        NONE,
        /** The same candidate after a pause while attempts, budget and deadline permit; then the next one. */
        RETRY,
        NEXT_CANDIDATE,
        /** Only candidates whose context is larger. */
        LARGER_CONTEXT,
        /** The same candidate, with the original request. */
        RESTART
    }

    /** Whose fault a breaker takes it for. */
    enum Blame {
        NOBODY,
        PROVIDER
    }

    private final Next next;
    private final Blame blame;
    private final String label = name().toLowerCase(Locale.ROOT);

    AttemptOutcome(Next next, Blame blame) {
        this.next = next;
        this.blame = blame;
    }

    Next next() {
        return next;
    }

    boolean blamesProvider() {
        return blame == Blame.PROVIDER;
    }

    /** Whether the provider has said in its own words what is wrong with the request, words that the caller is to see unchanged. */
    boolean isProvidersWord() {
        return this == REJECTED || this == PREFILL_REJECTED || this == CONTEXT_LENGTH || this == CONTENT_FILTER;
    }

    /** The word in records and metrics. */
    public String label() {
        return label;
    }

    /** The limit that fired, as metrics name it, or the empty string where this outcome is not a limit's doing. */
    public String limit() {
        return switch (this) {
            case CONNECT_TIMEOUT -> "connect";
            case FIRST_TOKEN_TIMEOUT -> "first_token";
            case IDLE_TIMEOUT -> "idle";
            case ATTEMPT_TIMEOUT -> "attempt";
            case TOTAL_TIMEOUT -> "total";
            default -> "";
        };
    }

    /** The outcome of an answer whose status is not 200, before its body is looked at. */
    static AttemptOutcome ofStatus(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> REJECTED;
            case 401 -> STATUS_401;
            case 403 -> STATUS_403;
            case 404 -> STATUS_404;
            case 408 -> STATUS_408;
            case 409 -> STATUS_409;
            case 425 -> STATUS_425;
            case 429 -> STATUS_429;
            case 500 -> STATUS_500;
            case 502 -> STATUS_502;
            case 503 -> STATUS_503;
            case 504 -> STATUS_504;
            case 529 -> STATUS_529;
            default -> status >= 500 ? STATUS_5XX : STATUS_OTHER;
        };
    }
}
